"""`kiosk notice`: what is told to everybody, on the idle screen and on paper (clause N4)."""

import argparse
import secrets
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import segno

from config.site import SiteConfig
from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.school import record
from kiosk.core.events import NoticePosted, NoticeWithdrawn
from kiosk.core.text import clean
from kiosk.sheets.showing import wrapped
from kiosk.store.school_book import Notice, SchoolBook

TEXT_LIMIT = 300
COLUMNS = 72
"""Width of the printed notice: an A4 page of a line printer."""

SVG_SCALE = 8
_CELL = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}

_EXAMPLE = """\
  kiosk notice post --zh "家长请勿入校" --en "Parents stay outside" \\
    --until 2026-03-31 --by wang --why "notice of 5 February"
  kiosk notice withdraw n-51e0aa07 --by wang --why "over"
  kiosk notice list --json
  kiosk notice print > notice.txt
  kiosk notice print n-51e0aa07 --svg code.svg
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Notices for the idle screen, the page and paper.", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="notice_verb", required=True, metavar="post|withdraw|list|print"
    )
    new = verbs.add_parser("post", help="post a notice, or replace the one of an id")
    new.add_argument("--zh", required=True, metavar="TEXT", help="in Chinese")
    new.add_argument("--en", required=True, metavar="TEXT", help="in English")
    new.add_argument("--from", dest="since", metavar="TIME", help="shown from (default: now)")
    new.add_argument("--until", metavar="TIME", help="shown until, not included")
    new.add_argument("--id", dest="notice", metavar="ID", help="replace the notice of this id")
    gone = verbs.add_parser("withdraw", help="show a notice no longer")
    gone.add_argument("notice", metavar="NOTICE")
    shown = verbs.add_parser("list", help="list the notices")
    common.add_json(shown)
    paper = verbs.add_parser("print", help="write notices as text, with the registration code")
    paper.add_argument("notice", nargs="*", metavar="NOTICE", help="(default: all shown now)")
    paper.add_argument(
        "--svg", type=Path, metavar="FILE", help="the registration code as a picture"
    )
    for one in (new, gone):
        common.add_author(one, required=True)
    for one in (new, shown, paper):
        common.add_config(one)
    common.finish(verbs, "notice", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"notice {args.notice_verb}", _VERBS[args.notice_verb], args)


def _post(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    window = common.window_of(args.since, args.until, zone)
    notice_id = common.id_of(args.notice or f"n-{secrets.token_hex(4)}", "--id")
    zh, en = (clean(text, TEXT_LIMIT) for text in (args.zh, args.en))
    if not zh or not en:
        raise common.RefusedError("a notice says something in both languages: --zh and --en")
    with common.opened(args) as log:
        record(log, args, NoticePosted(notice_id, window, zh, en))
    print(f"{notice_id}: {common.span(window, zone)}")
    return common.HOLDS


def _withdraw(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        if args.notice not in {one.notice_id for one in log.of(SchoolBook).notices()}:
            raise common.RefusedError("there is no such notice; see `kiosk notice list`")
        record(log, args, NoticeWithdrawn(args.notice))
    print(f"{clean(args.notice, 32)} is withdrawn")
    return common.HOLDS


def _list(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        found = log.of(SchoolBook).notices()
    at = now().wall
    if args.json:
        common.print_json(
            [
                {"notice_id": one.notice_id, "shown": one.window.holds(at), "zh": one.zh,
                 "en": one.en, **common.bounds(one.window)}
                for one in found
            ]
        )  # fmt: skip
        return common.HOLDS
    zone = common.site_zone(common.config_folder(args))
    rows = [
        (one.notice_id, _state(one, at), common.span(one.window, zone), one.zh, one.en)
        for one in found
    ]
    if rows:
        common.table(rows)
    else:
        print("no notice is posted; see `kiosk notice post`")
    return common.HOLDS


def _state(one: Notice, at: datetime) -> str:
    if one.window.not_yet(at):
        return "to come"
    return "over" if one.window.over(at) else "shown"


def _print(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    site = common.load(folder)[0].site
    with common.opened(args) as log:
        found = log.of(SchoolBook).notices(None if args.notice else now().wall)
    if args.notice:
        missing = set(args.notice) - {one.notice_id for one in found}
        if missing:
            raise common.RefusedError(f"there is no notice {clean(min(missing), 32)}")
        found = [one for one in found if one.notice_id in args.notice]
    if args.svg is not None:
        _save_code(site, args.svg)
    print(notice_text(site, found, now().wall, common.site_zone(folder)), end="")
    return common.HOLDS


def notice_text(site: SiteConfig, found: list[Notice], at: datetime, zone: timezone) -> str:
    """Write notices for a printer: the school, the texts, where families ask, how to register."""
    lines = [site.school_zh, site.school_en, f"{at.astimezone(zone):%Y-%m-%d}", ""]
    for one in found:
        for text in (one.zh, one.en):
            lines += wrapped(clean(text, TEXT_LIMIT), COLUMNS)
        lines.append("")
    if site.hotline:
        lines += [f"咨询电话  Questions: {site.hotline}", ""]
    if site.registration_url:
        lines += ["访客登记  Visitors register here:", site.registration_url, ""]
        lines += _drawn(site.registration_url)
    return "\n".join(lines).rstrip() + "\n"


def _drawn(url: str) -> list[str]:
    """Draw the code with half blocks: paper is light, so the dark modules are printed."""
    rows = [list(row) for row in segno.make_qr(url, error="m").matrix_iter(border=4)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    return [
        "".join(_CELL[pair] for pair in zip(upper, lower, strict=True)).rstrip()
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def _save_code(site: SiteConfig, path: Path) -> None:
    if not site.registration_url:
        raise common.RefusedError(
            "site.toml names no registration_url; put the address of the visitor page there",
            code=common.FAILS,
        )
    try:
        with path.open("wb") as file:
            segno.make_qr(site.registration_url, error="m").save(file, kind="svg", scale=SVG_SCALE)
    except OSError as error:
        raise common.RefusedError(f"cannot write {path}: {error.strerror}") from error


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "post": _post,
    "withdraw": _withdraw,
    "list": _list,
    "print": _print,
}
