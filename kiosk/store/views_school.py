"""Views of the school: units, households, responsible persons, directory, notices, reports."""

import sqlite3

from kiosk.store.folding import Fold
from kiosk.store.tables import View

Db = sqlite3.Connection

TABLES: dict[str, View] = {}


FOLDS: dict[type, Fold] = {}
