"""Views of what is filed: reports, plans, trainings, drills reported, who was reached, questions."""

import sqlite3

from kiosk.core.events import (
    Event,
    PlanFiled,
    PlanReviewed,
    QuestionAnswered,
    QuestionLogged,
    ReachRecorded,
    ReopeningSet,
    ReportReleased,
    TrainingAttended,
    TrainingHeld,
)
from kiosk.store.folding import Fold, stamp
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "report_released": view(
        "pos", "report_id report day digest corrects wall", "pos", "corrects", "report day, report_id"
    ),
    "reach": view("pos", "matter_id person_id channel import_id wall", "pos slip", "import_id",
                  "matter_id person_id"),
    "question": view("question_id", "question_id person_id unit asked answered",
                     "pos answered_pos", "person_id unit answered answered_pos", "asked"),
    "plan": view("plan_id", "plan_id day digest", "pos", "digest"),
    "plan_review": view("pos", "plan_id day result", "pos", "", "plan_id"),
    "training": view("training_id", "training_id day", "pos"),
    "training_attended": view("training_id person_id", "training_id person_id", "pos"),
    "reopening": view("one", "day", "one pos"),
}  # fmt: skip


def _report_released(db: Db, pos: int, event: Event, fact: ReportReleased) -> None:
    db.execute(
        "INSERT INTO report_released (pos, report_id, report, day, digest, corrects, wall)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            pos,
            fact.report_id,
            fact.report,
            fact.day.isoformat(),
            fact.digest,
            fact.corrects,
            stamp(event.moment.wall),
        ),
    )


def _reach(db: Db, pos: int, event: Event, fact: ReachRecorded) -> None:
    db.execute(
        "INSERT INTO reach (pos, matter_id, person_id, channel, slip, import_id, wall)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            pos,
            fact.matter_id,
            fact.person_id,
            fact.channel,
            fact.slip,
            fact.import_id,
            stamp(event.moment.wall),
        ),
    )


def _question(db: Db, pos: int, event: Event, fact: QuestionLogged) -> None:
    db.execute(
        "INSERT OR REPLACE INTO question (question_id, person_id, unit, asked, pos)"
        " VALUES (?, ?, ?, ?, ?)",
        (fact.question_id, fact.person_id, fact.unit, stamp(event.moment.wall), pos),
    )


def _answered(db: Db, pos: int, event: Event, fact: QuestionAnswered) -> None:
    db.execute(
        "UPDATE question SET answered = ?, answered_pos = ? WHERE question_id = ?",
        (stamp(event.moment.wall), pos, fact.question_id),
    )


def _plan_filed(db: Db, pos: int, _: Event, fact: PlanFiled) -> None:
    db.execute(
        "INSERT OR REPLACE INTO plan (plan_id, day, digest, pos) VALUES (?, ?, ?, ?)",
        (fact.plan_id, fact.day.isoformat(), fact.digest, pos),
    )


def _plan_reviewed(db: Db, pos: int, _: Event, fact: PlanReviewed) -> None:
    db.execute(
        "INSERT INTO plan_review (pos, plan_id, day, result) VALUES (?, ?, ?, ?)",
        (pos, fact.plan_id, fact.day.isoformat(), fact.result),
    )


def _training(db: Db, pos: int, _: Event, fact: TrainingHeld) -> None:
    db.execute(
        "INSERT OR REPLACE INTO training (training_id, day, pos) VALUES (?, ?, ?)",
        (fact.training_id, fact.day.isoformat(), pos),
    )


def _attended(db: Db, pos: int, _: Event, fact: TrainingAttended) -> None:
    db.execute(
        "INSERT OR IGNORE INTO training_attended (training_id, person_id, pos) VALUES (?, ?, ?)",
        (fact.training_id, fact.person_id, pos),
    )


def _reopening(db: Db, pos: int, _: Event, fact: ReopeningSet) -> None:
    db.execute(
        "INSERT OR REPLACE INTO reopening (one, day, pos) VALUES (1, ?, ?)",
        (fact.day.isoformat(), pos),
    )


FOLDS: dict[type, Fold] = {
    ReportReleased: _report_released,
    ReachRecorded: _reach,
    QuestionLogged: _question,
    QuestionAnswered: _answered,
    PlanFiled: _plan_filed,
    PlanReviewed: _plan_reviewed,
    TrainingHeld: _training,
    TrainingAttended: _attended,
    ReopeningSet: _reopening,
}
