"""Lines of styled text that fit their place, measured in terminal cells and never in letters."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text


def cut(text: str, cells: int) -> str:
    """Return `text` in at most `cells` cells; a wide letter is never halved."""
    if cells <= 0:
        return ""
    return text if cell_len(text) <= cells else set_cell_size(text, cells).rstrip(" ")


def pad(text: str, cells: int) -> str:
    """Return `text` in exactly `cells` cells, cut or filled with blanks."""
    return set_cell_size(cut(text, cells), max(0, cells))


def line(width: int, style: str, *parts: str | tuple[str, str]) -> Text:
    """Make one line of exactly `width` cells; a part is a text, or a text with its own style."""
    made = Text(style=style, no_wrap=True, end="")
    left = width
    for part in parts:
        body, own = (part, "") if isinstance(part, str) else part
        body = cut(body, left)
        made.append(body, own or None)
        left -= cell_len(body)
    made.append(" " * max(0, left))
    return made


def apart(width: int, style: str, left: Sequence[str | tuple[str, str]], right: str) -> Text:
    """Make one line with a part at its right end, which stays whole before the left does."""
    room = max(0, width - cell_len(right))
    made = line(room, style, *left)
    made.append(cut(right, width))
    return made


def centred(width: int, style: str, body: str, own: str = "") -> Text:
    """Make one line with `body` in its middle."""
    body = cut(body, width)
    return line(width, style, " " * ((width - cell_len(body)) // 2), (body, own))


def filled(lines: Iterable[Text], width: int, height: int, style: str) -> list[Text]:
    """Return exactly `height` lines: cut from the end, or filled with blank ones."""
    made = list(lines)[:height]
    return made + [line(width, style) for _ in range(height - len(made))]


def wrapped(text: str, cells: int, most: int = 2) -> list[str]:
    """Break a text into at most `most` lines, at blanks where there are any."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most:
        if cell_len(rest) <= cells or cells <= 0:
            lines.append(cut(rest, cells))
            break
        head = cut(rest, cells)
        blank = head.rfind(" ")
        if blank > len(head) // 3 and not rest[len(head) :].startswith(" "):
            head = head[:blank]
        if not head:
            break
        lines.append(head.rstrip())
        rest = rest[len(head) :].strip()
    return lines


def spaced(word: str) -> str:
    """Set a word wide, so that it is seen from afar: `S T O P`, `禁  止`."""
    gap = "  " if any(cell_len(letter) == 2 for letter in word) else " "
    return gap.join(word) if " " not in word else word
