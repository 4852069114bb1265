"""Finding a person by initials, class or last digits, and naming what was found."""

from kiosk.link.rows import PersonRow
from kiosk.tui.screens.rows import listed
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Search


def find_person(shown: Shown, title: str) -> Search:
    """Ask for one of all people on record."""
    return Search(
        title,
        "people",
        listed(PersonRow, lambda row: row_text(shown, row)),
        (shown.say("try_number"),),
    )


def row_text(shown: Shown, row: PersonRow) -> str:
    """Name a person found: masked name, unit, last digits of the card, and whether inside."""
    card = f"  ****{row.card_tail}" if row.card_tail else ""
    inside = f"  {shown.say('is_inside')}" if row.inside else ""
    return f"{who_fully(row.person, shown.language)}{card}{inside}"
