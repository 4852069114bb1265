"""The parts of a policy case: person, credential, permit, duty, health, readings.

What a case leaves out is the ordinary thing named in each function.
"""

from collections.abc import Sequence

from config import forms
from config.toml_table import Table
from kiosk.core.health import Health, HomeRecords, Isolation, ReturnCertificate, WatchEntry
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.policy import Policy
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.request import CredentialKind, CredentialState, Holder, Presented
from kiosk.core.windows import Window

NORMAL_C = 36.4
"""The ordinary temperature, degrees C, of a reading or of home records that a case leaves out."""

ORDINARY_AMBIENT_C = 20.0
"""The ambient of an infrared reading that leaves it out, degrees C."""

COMPLETE_DAYS = 14
"""How many days home records span when a case leaves it out."""


def holder(table: Table) -> Holder:
    """Read the person; the kind is required."""
    found = Holder(
        kind=table.take("kind", forms.member(PersonKind)),
        unit=table.take_or("unit", forms.optional(forms.text()), None),
    )
    table.refuse_unknown()
    return found


def credential(table: Table | None, kind: PersonKind) -> Presented:
    """Read the credential; left out: a valid school card of pupils and staff, else a valid pass."""
    carries_card = kind in (PersonKind.PUPIL, PersonKind.STAFF)
    ordinary = CredentialKind.SCHOOL_CARD if carries_card else CredentialKind.PASS
    if table is None:
        return Presented(ordinary, CredentialState.VALID)
    found = Presented(
        kind=table.take_or("kind", forms.member(CredentialKind), ordinary),
        state=table.take_or("state", forms.member(CredentialState), CredentialState.VALID),
    )
    table.refuse_unknown()
    return found


def permit(table: Table | None, policy: Policy) -> Permit | None:
    """Read the permit; left out: none. Areas left out: the office; one entry, none used."""
    if table is None:
        return None
    count = forms.whole(0, 10_000, "entries")
    points = forms.each(forms.word(policy.access_points), once=False)
    found = Permit(
        state=table.take("state", forms.member(PermitState)),
        purpose=table.take("purpose", forms.word(policy.purposes)),
        areas=table.take_or("areas", forms.each(forms.word(policy.areas), once=False), ("office",)),
        access_points=table.take_or("access_points", forms.optional(points), None),
        window=_window(table, "from"),
        entries=table.take_or("entries", count, 1),
        used=table.take_or("used", count, 0),
    )
    table.refuse_unknown()
    return found


def duty(table: Table | None) -> tuple[Window, ...]:
    """Read the shift; left out: none."""
    if table is None:
        return ()
    shift = _window(table, "from")
    table.refuse_unknown()
    return (shift,)


def health(table: Table | None) -> Health:
    """Read the health file; left out: home records complete and normal, nothing else on file."""
    complete = HomeRecords(COMPLETE_DAYS, 0, NORMAL_C)
    if table is None:
        return Health(home_records=complete)
    found = Health(
        home_records=_home_records(table.table_or_none("home_records")) or complete,
        watch=_watch(table.table_or_none("watch")),
        isolation=_isolation(table.table_or_none("isolation")),
        certificate=_certificate(table.table_or_none("return_certificate")),
    )
    table.refuse_unknown()
    return found


def readings(tables: Sequence[Table] | None) -> tuple[Reading, ...]:
    """Read the readings in order; left out: one infrared 36.4 at 20 degrees C ambient."""
    if tables is None:
        return (_reading(Instrument.INFRARED, NORMAL_C, ORDINARY_AMBIENT_C),)
    return tuple(map(_read_reading, tables))


def _read_reading(table: Table) -> Reading:
    by = table.take("by", forms.member(Instrument))
    value_c = table.take_or("c", forms.optional(forms.any_number()), None)
    ordinary_c = ORDINARY_AMBIENT_C if by is Instrument.INFRARED else None
    ambient_c = table.take_or("ambient_c", forms.optional(forms.any_number()), ordinary_c)
    table.refuse_unknown()
    return _reading(by, value_c, ambient_c)


def _reading(by: Instrument, value_c: float | None, ambient_c: float | None) -> Reading:
    site = BodySite.FOREHEAD if by is Instrument.INFRARED else BodySite.ARMPIT
    return Reading(by, value_c, 0.0, value_c, ambient_c, "policy case", site)


def _window(table: Table, start: str) -> Window:
    moment = forms.optional(forms.instant())
    return Window(table.take_or(start, moment, None), table.take_or("until", moment, None))


def _home_records(table: Table | None) -> HomeRecords | None:
    if table is None:
        return None
    days = forms.whole(0, 10_000, "days")
    found = HomeRecords(
        days=table.take_or("days", days, COMPLETE_DAYS),
        missing=table.take_or("missing", days, 0),
        max_c=table.take_or("max_c", forms.number(0.0, 100.0, "degrees C"), NORMAL_C),
    )
    table.refuse_unknown()
    return found


def _watch(table: Table | None) -> WatchEntry | None:
    if table is None:
        return None
    found = WatchEntry(table.take_or("reason", forms.text(), ""), _window(table, "since"))
    table.refuse_unknown()
    return found


def _isolation(table: Table | None) -> Isolation | None:
    if table is None:
        return None
    since = table.take_or("since", forms.optional(forms.instant()), None)
    found = Isolation(since, table.take_or("cause", forms.text(), ""))
    table.refuse_unknown()
    return found


def _certificate(table: Table | None) -> ReturnCertificate | None:
    if table is None:
        return None
    found = ReturnCertificate(
        hospital=table.take("hospital", forms.truth()),
        school_doctor=table.take("school_doctor", forms.truth()),
    )
    table.refuse_unknown()
    return found
