"""Views of what is filed: reports released, classes reported, plans, trainings, who was reached."""

import sqlite3

from kiosk.store.folding import Fold
from kiosk.store.tables import View

Db = sqlite3.Connection

TABLES: dict[str, View] = {}


FOLDS: dict[type, Fold] = {}
