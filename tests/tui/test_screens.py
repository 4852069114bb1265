"""What the guard does on each screen, by keys: no mouse, no typing of Chinese."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction
from kiosk.core.plain import plain
from kiosk.core.readings import Instrument
from kiosk.core.reasons import NextStep, Reason, Verdict
from kiosk.core.words import Language, text
from kiosk.core.words_screens_answers import EXIT_WHY
from kiosk.link.messages import (
    AlertShown,
    AllowEarlyLeave,
    Answer,
    ApprovePermit,
    BeginDrill,
    CloseIncident,
    EndDrill,
    EnterPaper,
    HandOver,
    IntentAct,
    Lock,
    MeasureGuard,
    MeasureListed,
    NoteIncident,
    OpenIncident,
    PresentPerson,
    PrintEvacuation,
    RecordVehicle,
    RegisterVisitor,
    RejectPermit,
    SetIncidentLevel,
    SignCertificate,
    SignExit,
    State,
    TakeStep,
    Undo,
    Unlock,
)
from kiosk.link.rows import DirectoryRow, EvacuationRow
from kiosk.tui.begin import first, flow_of
from kiosk.tui.keys import KEYS, Act
from kiosk.tui.screens.directory import entry_text
from kiosk.tui.stages import Choice, Question, Sheet
from kiosk.tui.widgets.dialogue import Dialogue
from tests.tui.answers import PERMIT
from tests.tui.driving import NAMED, Driven, Reply
from tests.tui.moments import composed, moment
from tests.tui.scenes import AT, IDLE, INCIDENT, RECENT, SCENES, WANG, ZHAO, ZHOU, made, told

NOW = moment(IDLE).now
assert NOW is not None


def begun(act: Act, state: State = IDLE, reply: Reply = lambda _: {}) -> Driven:
    """Begin the dialogue of a key."""
    shown = moment(state)
    return Driven(first(act, shown) or flow_of(act, shown, lambda: shown.now), reply=reply)


@pytest.mark.parametrize(
    ("act", "pressed", "done"),
    [
        (Act.FORGOTTEN, ("wxm", "enter", "enter"), PresentPerson("p-wang")),
        (Act.FORGOTTEN, ("0512", "down", "enter", "1"), PresentPerson("p-qian")),
        (Act.ME, ("2", "365", "enter"), MeasureGuard(36.5, Instrument.CONTACT)),
        (Act.HANDOVER, ("2", "1", "7788", "enter"), HandOver("7788", "一切正常")),
        (Act.HANDOVER, ("2", "4", "key", "enter", "7788", "enter"), HandOver("7788", "key")),
        (Act.DRILL, ("2", "2", "8899", "enter"), BeginDrill("8899", "门卫培训")),
        (Act.LOCK, ("enter",), Lock()),
        (Act.EVACUATION, ("2",), PrintEvacuation()),
        (
            Act.PERMITS,
            ("enter", "2", "1"),
            SignExit("p-zhou", "接待人送到门口", "pm-7", "p-sun"),
        ),
        (Act.PERMITS, ("enter", "3", "3"), SignExit("p-zhou", "门卫见其离校", "pm-7", None)),
        (
            Act.PERMITS,
            ("down", "enter", "2", "1", "5566", "enter"),
            ApprovePermit("5566", "pm-8", "工作必要, 已核实"),
        ),
        (
            Act.SUPERVISOR,
            ("1", "enter", "3", "2", "5566", "enter"),
            RejectPermit("5566", "pm-8", "接待人不在"),
        ),
        (
            Act.EARLY_LEAVE,
            ("wxm", "enter", "1", "chen", "down", "enter", "down", "enter", "2", "2"),
            AllowEarlyLeave("p-wang", "p-wei", "p-qian", "p-qian", "就医", None, None),
        ),
        (
            Act.EARLY_LEAVE,
            ("enter", "2", "li ma", "enter", "1380", "enter", "enter", "enter", "1", "2"),
            AllowEarlyLeave("p-wang", None, "p-wang", "p-wang", "身体不适", "li ma", "1380"),
        ),
    ],
)
def test_keys_do_the_act(act: Act, pressed: tuple[str, ...], done: IntentAct) -> None:
    driven = begun(act).keys(*pressed)
    assert driven.acts == [done]
    assert driven.ended


def test_a_forgotten_card_takes_four_keys_besides_what_is_searched_for() -> None:
    pressed = ("f", "0417", "enter", "enter")
    assert len(pressed) <= 4
    assert begun(Act.FORGOTTEN).keys(*pressed[1:]).last() == PresentPerson("p-wang")


def test_what_is_typed_is_searched_for_by_the_station() -> None:
    driven = begun(Act.INSIDE).keys("902")
    assert driven.asked[0] == Question("inside", "")
    assert driven.asked[-1] == Question("inside", "902")


def test_nobody_is_shown_unmasked_without_asking_for_it() -> None:
    driven = begun(Act.INSIDE).keys("enter")
    assert [one.what for one in driven.asked] == ["inside"]
    driven.keys("2")
    assert driven.asked[-1].what == "person"
    assert isinstance(driven.stage, Sheet)
    assert "13800000417" in "".join(driven.stage.lines)


def test_the_directory_gives_the_number_in_clear() -> None:
    driven = begun(Act.DIRECTORY).keys("down", "enter")
    assert isinstance(driven.stage, Sheet)
    assert "138 0571 0002" in "".join(driven.stage.lines)


def test_the_evacuation_list_names_everybody_by_unit() -> None:
    stage = begun(Act.EVACUATION).stage
    assert isinstance(stage, Sheet)
    assert [name in line for name, line in zip("孙周钱", stage.lines, strict=True)]
    assert "3" in stage.title


def test_an_overstay_is_loud_in_its_sheet() -> None:
    stage = begun(Act.PERMITS).keys("enter").stage
    assert isinstance(stage, Sheet)
    assert stage.lines[0].startswith("! ")


def opened(act: IntentAct) -> dict[str, Any]:
    """Answer as the station does."""
    if isinstance(act, OpenIncident):
        return {"incident_no": 3}
    if isinstance(act, RegisterVisitor):
        return {"permit_id": "pm-9", "person_id": "p-new"}
    if isinstance(act, ApprovePermit):
        return {"state": "approved", "approvals": 1, "levels": 1}
    return {}


def test_an_incident_is_opened_and_carried_on_from_its_sheet() -> None:
    driven = begun(Act.INCIDENTS, reply=opened).keys("3", "2")
    assert driven.last() == OpenIncident("violence")
    assert driven.asked[-1] == Question("incident", "3", limit=100)
    driven.keys("2", "1")
    assert driven.last() == TakeStep(3, "call_guardian")
    driven.keys("5", "4")
    assert driven.last() == NoteIncident(3, "现场已封控")
    driven.keys("6", "2", "1", "372", "enter")
    assert driven.last() == MeasureListed(3, "p-qian", 37.2, Instrument.INFRARED)
    driven.keys("7", "2")
    assert driven.last() == SetIncidentLevel(3, "large")
    driven.keys("4", "enter")
    assert isinstance(driven.stage, Sheet)
    driven.keys("8", "4", "2", "8899", "enter")
    assert driven.last() == CloseIncident("8899", 3, "handed_over", "主管部门已接手")
    assert driven.ended


def test_whoever_took_over_is_named() -> None:
    driven = begun(Act.INCIDENTS, replace(IDLE, incidents=(INCIDENT,))).keys("1", "3", "2")
    assert isinstance(driven.stage, Choice)
    assert all(option.value is not None for option in driven.stage.options), "nobody is no answer"
    driven.keys("2")
    assert driven.last() == TakeStep(3, "hand_over", "何静", "138 0571 0002")
    driven.keys("3", "2", "4", "dr wu", "enter", "120", "enter")
    assert driven.last() == TakeStep(3, "hand_over", "dr wu", "120")


def test_nobody_goes_back_behind_an_act_that_was_done() -> None:
    driven = begun(Act.INCIDENTS, reply=opened).keys("3", "2", "2", "1")
    done = list(driven.acts)
    driven.keys("backspace", "backspace", "backspace")
    assert driven.acts == done
    assert isinstance(driven.stage, Sheet)


def test_a_held_case_leads_to_its_readings_and_its_procedure() -> None:
    state = replace(IDLE, incidents=(replace(INCIDENT, case_no=17),))
    stage = begun(Act.CASES, state).keys("1", "5").stage
    assert isinstance(stage, Sheet)
    assert "137****4455" in "".join(stage.lines)
    assert "37.9" in "".join(stage.lines)
    driven = begun(Act.CASES, state).keys("1", "6", "2", "1")
    assert driven.last() == TakeStep(3, "call_guardian")
    assert isinstance(driven.stage, Sheet), "the sheet comes again"


def test_a_visitor_without_a_phone_is_registered_approved_and_begins() -> None:
    driven = begun(Act.VISITOR, reply=opened)
    driven.keys("zhou wei", "enter", "11010519491231002X", "enter", "3", "2", "sun", "enter")
    driven.keys("1", "1", "2", "enter", "3", "enter", "enter")
    assert isinstance(driven.stage, Sheet)
    driven.keys("2")
    assert NOW is not None
    assert driven.last() == RegisterVisitor(
        "zhou wei",
        "11010519491231002X",
        PersonKind.CONTRACTOR,
        "maintenance",
        ("office",),
        "p-wang",
        NOW + timedelta(hours=2),
        headcount=3,
    )
    driven.keys("2", "1", "5566", "enter")
    assert driven.last() == ApprovePermit("5566", "pm-9", "工作必要, 已核实")
    assert "已批准, 审批 1/1" in driven.stage.title
    driven.keys("2")
    assert driven.last() == PresentPerson("p-new")


def test_siblings_come_one_after_the_other() -> None:
    driven = begun(Act.FAMILY).keys("wang", "enter")
    driven.keys("1", "1")
    assert driven.acts == [PresentPerson("p-wang"), PresentPerson("p-wei")]
    driven.keys("1")
    assert driven.last() == PresentPerson("p-wang2")
    assert driven.ended


def test_a_vehicle_with_several_people() -> None:
    driven = begun(Act.VEHICLE)
    driven.keys("zA12345", "enter", "enter", "enter", "1", "down", "enter", "2")
    assert driven.last() == RecordVehicle("zA12345", Direction.IN, ("p-wang", "p-qian"))
    driven.keys("1", "1")
    assert driven.acts[1:] == [PresentPerson("p-wang"), PresentPerson("p-qian")]


def test_lines_of_paper_follow_each_other() -> None:
    driven = begun(Act.PAPER).keys("N17", "enter", "2")
    driven.keys("20170417", "enter", "0712", "enter", "1", "365", "enter", "1", "1")
    assert NOW is not None
    yesterday = (NOW - timedelta(days=1)).replace(hour=7, minute=12, second=0, microsecond=0)
    line = EnterPaper(
        "20170417", yesterday, Direction.IN, Verdict.GRANT, 36.5, Instrument.INFRARED, "N17"
    )
    assert driven.acts == [line]
    driven.keys("20170418", "enter", "7", "enter")
    assert driven.form.problem == "need_time"
    driven.keys("backspace", "1630", "enter", "2", "enter", "2")
    assert driven.last() == EnterPaper(
        "20170418",
        yesterday.replace(hour=16, minute=30),
        Direction.OUT,
        list(Verdict)[1],
        None,
        None,
        "N17",
    )
    assert not driven.ended


def test_what_was_just_picked_wrongly_is_undone() -> None:
    young = replace(RECENT[0], at=AT - timedelta(seconds=12))
    driven = begun(Act.UNDO, replace(IDLE, recent=(young, *RECENT[1:])))
    assert isinstance(driven.stage, Choice)
    assert len(driven.stage.options) == 2
    assert driven.keys("2").last() == Undo("v3")
    visit = replace(SCENES["want_temperature"].visit, visit_id="v8")
    assert begun(Act.UNDO, replace(IDLE, visit=visit)).keys("2").last() == Undo("v8")


def test_what_is_too_old_to_undo_says_so() -> None:
    stage = begun(Act.UNDO).stage
    assert isinstance(stage, Sheet)
    assert "30" in stage.lines[0]


def test_a_drill_ends_by_pin() -> None:
    driven = begun(Act.DRILL, replace(IDLE, drill="d1")).keys("2", "8899", "enter")
    assert driven.last() == EndDrill("8899")


def test_the_school_doctor_notes_both_proofs() -> None:
    state = told(made(Reason.RETURN_CERTIFICATE_MISSING))
    driven = begun(Act.SUPERVISOR, state).keys("1", "2", "1", "1", "4455", "enter")
    assert driven.last() == SignCertificate("4455", WANG.person_id, True, False, "复查体温正常")


SAFE_WITHOUT_A_PIN = {Act.SUPERVISOR, Act.SIGN, Act.HELP, Act.NOTICES, Act.EVACUATION, Act.DRILL}


@pytest.mark.parametrize("act", [key.act for key in KEYS if key.act not in SAFE_WITHOUT_A_PIN])
def test_a_locked_terminal_asks_for_the_pin_first(act: Act) -> None:
    if act in {Act.LANGUAGE, Act.THEME}:
        return
    shown = moment(replace(IDLE, locked=True))
    flow = first(act, shown)
    assert flow is not None
    assert Driven(flow).keys("4711", "enter").last() == Unlock("4711")


def test_what_enter_takes_first_on_a_sheet_changes_nothing() -> None:
    for act in (Act.PERMITS, Act.INSIDE, Act.HANDOVER, Act.EVACUATION):
        driven = begun(act)
        for _ in range(3):
            if not driven.ended:
                driven.keys("enter")
        assert driven.acts == [], act


BEGUN = [key.act for key in KEYS if key.act not in {Act.LANGUAGE, Act.THEME}]
PRESSED = st.lists(
    st.sampled_from(
        [*"0123456789wxA.- ", *sorted(NAMED - {"escape", "question_mark"}), "f1", "中"]
    ),
    max_size=25,
)
RUNNING = replace(IDLE, incidents=(replace(INCIDENT, case_no=17),), recent=RECENT)


@given(st.sampled_from(BEGUN), PRESSED)
@settings(max_examples=300, deadline=None)
def test_no_row_of_keys_breaks_a_screen(act: Act, pressed: list[str]) -> None:
    driven = begun(act, RUNNING, opened)
    for key in pressed:
        if driven.ended:
            return
        driven.press(key)


@given(st.sampled_from(BEGUN), st.integers(1, 12))
@settings(max_examples=200, deadline=None)
def test_enter_alone_never_does_what_harms(act: Act, times: int) -> None:
    driven = begun(act, RUNNING, opened)
    for _ in range(times):
        if not driven.ended:
            driven.press("enter")
    assert all(isinstance(one, PresentPerson | Lock | TakeStep) for one in driven.acts)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(
    st.sampled_from(BEGUN),
    st.one_of(
        st.dictionaries(st.sampled_from(["rows", "one", "next", "total"]), JSON),
        st.fixed_dictionaries({"rows": st.lists(JSON, max_size=3)}),
    ),
)
@settings(max_examples=200, deadline=None)
def test_whatever_a_station_answers_breaks_no_screen(act: Act, data: dict[str, Any]) -> None:
    shown = moment(RUNNING)
    flow = first(act, shown) or flow_of(act, shown, lambda: shown.now)
    driven = Driven(flow, ask=lambda _: Answer("q", True, "ok", data))
    for key in ("enter", "2", "enter"):
        if not driven.ended:
            driven.press(key)


@given(
    st.sampled_from(BEGUN), PRESSED, st.integers(60, 160), st.integers(20, 50),
    st.sampled_from(list(Language)),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_every_screen_fills_its_place_at_every_size(
    act: Act, pressed: list[str], width: int, height: int, language: Language
) -> None:
    shown = moment(RUNNING, language)
    driven = Driven(first(act, shown) or flow_of(act, shown, lambda: shown.now), reply=opened)
    for key in pressed[:8]:
        if not driven.ended:
            driven.press(key)
    if driven.ended:
        return
    dialogue = Dialogue(driven.form, 0.0)
    lines = composed(shown, (width, height), dialogue)
    assert len(lines) == height
    assert all(cell_len(line) == width for line in lines)


def test_whoever_is_at_the_gate_is_shown_in_clear_by_one_key() -> None:
    driven = begun(Act.CLEAR, told(made(Reason.NOT_ON_DUTY)))
    assert driven.asked == [Question("person", WANG.person_id, limit=100)]
    assert isinstance(driven.stage, Sheet)
    assert driven.stage.brief
    assert begun(Act.CLEAR).asked[0].text == "p-sun", "else the one of the last entry"
    assert begun(Act.CLEAR, replace(IDLE, recent=())).asked == []


def signed(driven: Driven) -> IntentAct:
    """Sign by the last option of the sheet, with the first stock reason."""
    assert isinstance(driven.stage, Sheet)
    return driven.keys(str(len(driven.stage.options)), "1").last()


def test_an_exit_that_waits_for_the_host_is_signed_where_the_alert_leads() -> None:
    gone = replace(PERMIT, inside=False, over_since=None)
    rows = {"rows": [plain(gone)], "next": None}
    waits = replace(IDLE, alerts=(AlertShown("host_signs", AT, ZHOU, permit_id="pm-7"),))

    def offered(state: State) -> Driven:
        flow = flow_of(Act.PERMITS, moment(state), lambda: None)
        return Driven(flow, ask=lambda _: Answer("q", True, "ok", rows)).keys("enter")

    assert signed(offered(waits)) == SignExit("p-zhou", EXIT_WHY[0].zh, "pm-7")
    nothing = offered(IDLE).stage
    assert isinstance(nothing, Sheet)
    assert len(nothing.options) == 1
    other = replace(IDLE, alerts=(AlertShown("host_signs", AT, ZHAO, permit_id="pm-7"),))
    assert offered(other).stage == nothing


def test_who_is_inside_from_outside_without_a_permit_can_be_signed_out() -> None:
    assert signed(begun(Act.INSIDE).keys("down", "enter")) == SignExit("p-zhou", EXIT_WHY[0].zh)
    staff = begun(Act.INSIDE).keys("enter").stage
    assert isinstance(staff, Sheet)
    assert len(staff.options) == 2


def test_a_permit_without_a_window_says_so() -> None:
    free = replace(PERMIT, since=None, until=None, over_since=None)
    flow = flow_of(Act.PERMITS, moment(IDLE), lambda: None)
    rows = {"rows": [plain(free)], "next": None}
    driven = Driven(flow, ask=lambda _: Answer("q", True, "ok", rows))
    assert driven.form.found is not None
    assert "不限时" in driven.form.found.rows[0].text
    stage = driven.keys("enter").stage
    assert isinstance(stage, Sheet)
    assert "时间不限" in stage.lines
    assert "--" not in "".join(stage.lines[:2])


def test_an_evacuation_list_of_several_pages_is_whole() -> None:
    people = [EvacuationRow(f"王{n:04}", PersonKind.PUPIL, None, AT) for n in range(3000)]

    def page(question: Question) -> Answer:
        first = int(question.after or 0)
        last = min(first + 1200, len(people))
        data = {
            "rows": [plain(one) for one in people[first:last]],
            "next": str(last) if last < len(people) else None,
        }
        return Answer("q", True, "ok", data)

    driven = Driven(flow_of(Act.EVACUATION, moment(IDLE), lambda: None), ask=page)
    assert [one.after for one in driven.asked] == [None, "1200", "2400"]
    assert isinstance(driven.stage, Sheet)
    assert len(driven.stage.lines) == 3000
    assert driven.stage.title.endswith("3000")


def test_the_family_and_the_teacher_are_called_by_words() -> None:
    for code, zh, en in (("guardian", "家属", "Family"), ("class_teacher", "班主任", "teacher")):
        row = DirectoryRow("x", code, None, "魏丽", "13912340000")
        assert entry_text(moment(IDLE), row).startswith(zh)
        assert en in entry_text(moment(IDLE, language=Language.EN), row)


@pytest.mark.parametrize("reason", [Reason.NO_VALID_READING, Reason.RECHECK_TEMPERATURE])
def test_too_many_invalid_readings_lead_to_the_contact_thermometer(reason: Reason) -> None:
    verdict = replace(made(reason), case_no=19, recheck_done=2, recheck_wanted=3)
    contact = text(NextStep.USE_CONTACT, Language.ZH)
    assert contact not in "".join(composed(moment(told(verdict)), (80, 24)))
    screen = "".join(composed(moment(told(replace(verdict, needs_contact=True))), (80, 24)))
    assert contact in screen
    assert "2/3" not in screen
