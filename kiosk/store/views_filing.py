"""Views of what is filed and reported: releases, plans, trainings, who was reached, spans."""

import sqlite3

from kiosk.core.events import (
    DrillReported,
    Event,
    ExitSigned,
    IsolationBegun,
    IsolationEnded,
    NotSignedOut,
    PlanFiled,
    PlanReviewed,
    QuestionAnswered,
    QuestionLogged,
    ReachRecorded,
    ReopeningSet,
    ReportReleased,
    TrainingAttended,
    TrainingHeld,
    WatchEnded,
    WatchListed,
    kind_of,
)
from kiosk.store.folding import Fold, stamp
from kiosk.store.tables import View, view

Db = sqlite3.Connection

TABLES: dict[str, View] = {
    "report_released": view("pos", "report_id report day digest corrects wall", "pos",
                            "corrects", "report day, report_id"),
    "reach": view("pos", "matter_id person_id channel import_id wall day", "pos slip",
                  "import_id day", "matter_id person_id"),
    "question": view("question_id", "question_id person_id unit asked answered",
                     "pos answered_pos", "person_id unit answered answered_pos", "asked"),
    "plan": view("plan_id", "plan_id day digest", "pos", "digest"),
    "plan_review": view("pos", "plan_id day result", "pos", "", "plan_id"),
    "training": view("training_id", "training_id day", "pos"),
    "training_attended": view("training_id person_id", "training_id person_id", "pos"),
    "reopening": view("one", "day", "one pos"),
    "drill_reported": view("drill_id", "drill_id wall", "pos"),
    "isolation_span": view("pos", "person_id since cause ended", "pos", "ended",
                           "person_id, since"),
    "watch_span": view("watch_id", "watch_id person_id since until ended", "pos",
                       "since until ended", "person_id"),
    "away": view("pos", "person_id wall kind", "pos", "", "person_id wall, wall"),
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
        "INSERT INTO reach (pos, matter_id, person_id, channel, slip, import_id, wall, day)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            pos,
            fact.matter_id,
            fact.person_id,
            fact.channel,
            fact.slip,
            fact.import_id,
            stamp(event.moment.wall),
            None if fact.day is None else fact.day.isoformat(),
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


def _drill_reported(db: Db, pos: int, event: Event, fact: DrillReported) -> None:
    db.execute(
        "INSERT OR REPLACE INTO drill_reported (drill_id, wall, pos) VALUES (?, ?, ?)",
        (fact.drill_id, stamp(event.moment.wall), pos),
    )


def _isolation_begun(db: Db, pos: int, event: Event, fact: IsolationBegun) -> None:
    """Begin a span; another cause ends the one before, so that each day has its own cause."""
    if event.drill:
        return
    since = stamp(fact.since)
    last = db.execute(
        "SELECT pos, cause, since FROM isolation_span WHERE person_id = ? AND ended IS NULL",
        (fact.person_id,),
    ).fetchone()
    if last is not None and last[1] == fact.cause:
        return
    if last is not None and since <= last[2]:
        db.execute(
            "UPDATE isolation_span SET cause = ?, since = ? WHERE pos = ?",
            (fact.cause, since, last[0]),
        )
        return
    if last is not None:
        db.execute("UPDATE isolation_span SET ended = ? WHERE pos = ?", (since, last[0]))
    db.execute(
        "INSERT INTO isolation_span (pos, person_id, since, cause) VALUES (?, ?, ?, ?)",
        (pos, fact.person_id, since, fact.cause),
    )


def _isolation_ended(db: Db, _pos: int, event: Event, fact: IsolationEnded) -> None:
    if event.drill:
        return
    db.execute(
        "UPDATE isolation_span SET ended = ? WHERE person_id = ? AND ended IS NULL",
        (stamp(event.moment.wall), fact.person_id),
    )


def _watch_listed(db: Db, pos: int, _: Event, fact: WatchListed) -> None:
    window = fact.entry.window
    db.execute(
        "INSERT OR REPLACE INTO watch_span (watch_id, person_id, since, until, pos)"
        " VALUES (?, ?, ?, ?, ?)",
        (fact.watch_id, fact.person_id, stamp(window.since), stamp(window.until), pos),
    )


def _watch_ended(db: Db, _pos: int, event: Event, fact: WatchEnded) -> None:
    db.execute(
        "UPDATE watch_span SET ended = ? WHERE watch_id = ? AND ended IS NULL",
        (stamp(event.moment.wall), fact.watch_id),
    )


def _away(db: Db, pos: int, event: Event, fact: ExitSigned | NotSignedOut) -> None:
    if event.drill:
        return
    db.execute(
        "INSERT INTO away (pos, person_id, wall, kind) VALUES (?, ?, ?, ?)",
        (pos, fact.person_id, stamp(event.moment.wall), kind_of(type(fact))),
    )


FOLDS: dict[type, Fold] = {
    DrillReported: _drill_reported,
    IsolationBegun: _isolation_begun,
    IsolationEnded: _isolation_ended,
    WatchListed: _watch_listed,
    WatchEnded: _watch_ended,
    ExitSigned: _away,
    NotSignedOut: _away,
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
