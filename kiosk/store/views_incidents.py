"""Views of incidents: how each stands, its people and its reports."""

import sqlite3

from kiosk.store.folding import Fold
from kiosk.store.tables import View

Db = sqlite3.Connection

TABLES: dict[str, View] = {}


FOLDS: dict[type, Fold] = {}
