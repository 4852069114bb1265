"""What a policy says of permits, fevers, clusters, incidents and the roll; all may be left out."""

from datetime import time
from pathlib import Path

import pytest

from config.errors import ConfigError, Problem
from config.policy_loader import DEFAULT_POLICY, PolicyFile, load_policy, load_policy_file
from config.policy_sources import Note
from kiosk.core.people import PersonKind

FULL = DEFAULT_POLICY.read_text(encoding="utf-8")
EARLIER = "\n".join(
    line for line in FULL[: FULL.index("\n[permits]")].splitlines() if not line.startswith("source")
)
"""The form that a policy had before: no procedures, no sources."""


def load(tmp_path: Path, source: str) -> PolicyFile:
    path = tmp_path / "policy.toml"
    path.write_text(source, encoding="utf-8")
    return load_policy_file(path)


def problems(tmp_path: Path, source: str) -> list[Problem]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, source)
    return list(caught.value.problems)


def test_a_policy_of_the_earlier_form_still_loads(tmp_path: Path) -> None:
    found = load(tmp_path, EARLIER).policy
    whole = load_policy()
    for name in ("permits", "fever", "clusters", "deadlines", "roll", "area_limits"):
        assert getattr(found, name) == getattr(whole, name), name
    assert (found.guard_checks, found.source) == ({}, "")


def test_the_default_policy_has_the_procedures_of_the_findings() -> None:
    policy = load_policy()
    assert policy.permits.levels_for("delivery") == 1
    assert policy.permits.levels_for("pupil-pickup") == 1
    assert policy.permits.levels_for("early-return") == 2
    assert policy.permits.levels_for("meeting") == 2
    assert (policy.permits.longest_hours, policy.permits.overstay_minutes) == (31 * 24, 15)
    assert (policy.fever.queue_minutes, policy.fever.most_invalid) == (10, 3)
    assert policy.deadlines.first_minutes == {"general": 30, "large": 10, "major": 0}
    assert (policy.deadlines.progress_hour, policy.deadlines.closing_days) == (17, 3)
    assert (policy.roll.class_due, policy.roll.report_due) == (time(8), time(14))
    assert policy.roll.follow_up_hours == 24
    assert [(one.scope, one.what, one.count, one.days) for one in policy.clusters] == [
        ("class", "fever", 3, 1),
        ("class", "fever", 5, 3),
        ("class", "sick", 3, 1),
        ("class", "sick", 5, 3),
        ("school", "fever", 10, 7),
    ]
    assert {one.deadline_minutes for one in policy.clusters} == {24 * 60}


def test_schedule_b_is_a_setting_and_a_single_deadline_may_differ(tmp_path: Path) -> None:
    b = load(tmp_path, EARLIER + '\n[incidents]\nschedule = "B"\n').policy.deadlines
    assert b.first_minutes == {"general": 120, "large": 120, "major": 120}
    assert b.closing_days == 7
    more = '\n[incidents]\nschedule = "B"\nfirst_minutes = { major = 5 }\nprogress_hour = 9\n'
    changed = load(tmp_path, EARLIER + more).policy.deadlines
    assert changed.first_minutes == {"general": 120, "large": 120, "major": 5}
    assert (changed.progress_hour, changed.closing_days) == (9, 7)


def test_a_table_with_one_key_leaves_the_rest_at_its_default(tmp_path: Path) -> None:
    found = load(tmp_path, EARLIER + "\n[permits]\nlongest_hours = 72\n[fever]\n").policy
    assert (found.permits.longest_hours, found.permits.default_levels) == (72, 2)
    assert found.permits.levels == load_policy().permits.levels
    assert found.fever == load_policy().fever


def test_the_triggers_of_a_school_replace_all_of_ours(tmp_path: Path) -> None:
    one = '\n[[clusters]]\nname = "d"\nscope = "school"\nwhat = "sick"\ncount = 2\ndays = 1\n'
    (found,) = load(tmp_path, EARLIER + one).policy.clusters
    assert (found.name, found.count, found.deadline_minutes) == ("d", 2, 24 * 60)
    assert load(tmp_path, "clusters = []\n" + EARLIER).policy.clusters == ()


def test_a_policy_without_our_purposes_has_no_levels_for_them(tmp_path: Path) -> None:
    source = EARLIER.replace('"pupil-pickup", ', "")
    assert set(load(tmp_path, source).policy.permits.levels) == {"delivery", "early-return"}


def test_areas_may_be_limited_and_the_guard_told_what_to_look_at(tmp_path: Path) -> None:
    more = '\n[area_limits]\noffice = 20\n[guard_checks]\nvisitor = ["mask", "health_code"]\n'
    found = load(tmp_path, EARLIER + more).policy
    assert found.area_limits == {"office": 20}
    assert found.guard_checks == {PersonKind.VISITOR: ("mask", "health_code")}


CLUSTER = '[[clusters]]\nname = "%s"\nscope = "class"\nwhat = "fever"\ncount = 3\ndays = 1'


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("[permits]\ndefault_levels = 3", "permits.default_levels"),
        ("[permits]\nlevels = { party = 1 }", "permits.levels.party"),
        ("[permits]\nlevels = { meeting = 0 }", "permits.levels.meeting"),
        ("[permits]\nlongest_hours = 0", "permits.longest_hours"),
        ("[permits]\noverstay_minutes = -1", "permits.overstay_minutes"),
        ("[permits]\nlevel = 1", "permits.level"),
        ("[fever]\nqueue_minutes = 1.5", "fever.queue_minutes"),
        ("[fever]\nmost_invalid = 0", "fever.most_invalid"),
        (CLUSTER % "Class day", "clusters.1.name"),
        (CLUSTER % "a" + "\n" + CLUSTER % "a", "clusters.2.name"),
        (CLUSTER % "a" + "\nunit = 3", "clusters.1.unit"),
        ((CLUSTER % "a").replace('"class"', '"grade"'), "clusters.1.scope"),
        ((CLUSTER % "a").replace('"fever"', '"cough"'), "clusters.1.what"),
        ((CLUSTER % "a").replace("count = 3", "count = 0"), "clusters.1.count"),
        ('[incidents]\nschedule = "C"', "incidents.schedule"),
        ("[incidents]\nfirst_minutes = { small = 3 }", "incidents.first_minutes.small"),
        ("[incidents]\nprogress_hour = 24", "incidents.progress_hour"),
        ('[roll]\nclass_due = "08:00"', "roll.class_due"),
        ("[roll]\nclass_due = 15:00:00", "roll.report_due"),
        ("[roll]\nfollow_up_hours = 0", "roll.follow_up_hours"),
        ("[area_limits]\nroof = 3", "area_limits.roof"),
        ("[area_limits]\noffice = -1", "area_limits.office"),
        ("[guard_checks]\nteacher = []", "guard_checks.teacher"),
        ('[guard_checks]\nstaff = ["smile"]', "guard_checks.staff"),
        ('[guard_checks]\nstaff = ["mask", "mask"]', "guard_checks.staff"),
        ('[sources]\nscreening.fever_c = "x"', "sources.screening.fever_c"),
        ("[sources]\nscreening.recheck_c = 37", "sources.screening.recheck_c"),
        ('[sources]\nscreening.recheck_c = ""', "sources.screening.recheck_c"),
        ('[sources]\nphases.normal = "x"', "sources.phases.normal"),
        ('[sources]\narea_limits.roof = "x"', "sources.area_limits.roof"),
        ('[sources]\nclusters.no_such = "x"', "sources.clusters.no_such"),
        ('[sources]\nname = "x"', "sources.name"),
    ],
)
def test_what_is_wrong_is_named_by_key_and_line(tmp_path: Path, more: str, key: str) -> None:
    found = problems(tmp_path, f"{EARLIER}\n{more}\n")
    assert [problem.key for problem in found] == [key], [str(one) for one in found]
    assert found[0].line is not None
    assert found[0].line > len(EARLIER.splitlines())


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('scope = "class"', 'scope = "klass"', "clusters.1.scope"),
        ('what = "fever"', 'what = "ill"', "clusters.1.what"),
        ('schedule = "A"', 'schedule = "C"', "incidents.schedule"),
    ],
)
def test_a_word_that_is_not_known_is_told_beside_other_mistakes(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    source = FULL.replace(old, new, 1).replace("recheck_c = 37.0", "recheck_c = 57", 1)
    assert [one.key for one in problems(tmp_path, source)] == ["screening.recheck_c", key]


def test_mistakes_of_all_tables_come_at_once(tmp_path: Path) -> None:
    source = EARLIER.replace("contact_c = 37.3", "contact_c = 57.3") + (
        "\n[permits]\nlongest_hours = 0\n[fever]\nmost = 1\n[sources]\nopen = 'x'\n"
    )
    assert [problem.key for problem in problems(tmp_path, source)] == [
        "screening.contact_c",
        "permits.longest_hours",
        "fever.most",
        "sources.open",
    ]


def test_a_note_covers_its_table_and_the_nearer_one_wins(tmp_path: Path) -> None:
    more = '\n[sources]\nscreening = "ours"\nhome_records.days = "board"\nphases.open = "board"\n'
    notes = load(tmp_path, EARLIER + more).notes
    assert notes["screening.recheck_c"] == Note("ours", by_default=False)
    assert notes["home_records.days"] == Note("board", by_default=False)
    assert notes["home_records.threshold_c"] == Note(None, by_default=False)
    assert notes["phases.open.barred_kinds"] == Note("board", by_default=False)


def test_a_default_of_ours_brings_its_own_note_and_a_number_of_a_school_none(
    tmp_path: Path,
) -> None:
    more = '\n[permits]\nlongest_hours = 72\n[incidents]\nschedule = "B"\n'
    notes = load(tmp_path, EARLIER + more).notes
    assert notes["permits.longest_hours"] == Note(None, by_default=False)
    assert notes["permits.overstay_minutes"] == Note("local practice", by_default=True)
    closing = notes["incidents.closing_days"]
    assert closing.by_default
    assert closing.text is not None
    assert "B" in closing.text
    assert notes["incidents.progress_hour"] == Note("local practice", by_default=True)


def test_no_number_of_ours_is_without_a_source() -> None:
    found = load_policy_file()
    assert [key for key, note in found.notes.items() if note.text is None] == []


def test_no_default_of_ours_is_without_a_source(tmp_path: Path) -> None:
    notes = load(tmp_path, EARLIER).notes
    assert [key for key, note in notes.items() if note.by_default and note.text is None] == []
    assert any(note.by_default for note in notes.values())
