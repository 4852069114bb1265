"""The answer of `kiosk trail` as lines for an auditor."""

from collections.abc import Iterator
from datetime import timezone
from enum import StrEnum

from kiosk.cli.permit_naming import chain_lines, when, who
from kiosk.core.words import words

Found = dict[str, object]
"""A part of the answer, as it is printed in JSON."""


def trail_lines(found: Found, zone: timezone) -> Iterator[str]:
    """Write the whole answer: passages, permits with their chains, what was said later, proof."""
    yield f"{found['person'] or 'nobody was recognised'}"
    passages, permits = _list(found["passages"]), _list(found["permits"])
    if not passages:
        yield "no passage is in the log"
    for one in passages:
        yield from _passage_lines(one, zone)
    for one in permits:
        yield from _permit_lines(one, zone)
    for one in _list(found["later"]):
        yield f"{when(one['at'], zone)}  {one['kind']}  {who(one)}  [row {one['pos']}]"
    yield from _verify_lines(found["verify"])


def _list(found: object) -> list[Found]:
    return found if isinstance(found, list) else []


def _passage_lines(one: Found, zone: timezone) -> Iterator[str]:
    if not one["readable"]:
        yield f"row {one['pos']}: cannot be read"
        return
    marks = "".join(f"  [{name}]" for name in ("drill", "late", "paper") if one[name])
    verdict, reason = _both(one.get("verdict")), _both(one.get("reason"))
    clause = f" ({one['clause']})" if one.get("clause") else ""
    yield (
        f"{when(one['at'], zone)}  {one['access_point']}  {one.get('direction')}  {verdict}"
        f"  {reason}{clause}{marks}  [row {one['pos']}]"
    )
    if one.get("policy"):
        yield (
            f"    credential: {one['credential']}; phase: {one['phase']}; policy: {one['policy']}"
        )
    decided = one["decided_by"]
    if isinstance(decided, dict):
        yield f"    decided by: {who(decided)}"
    seat = one["signed_in"]
    yield (
        f"    signed in at the gate: {who(seat)} since {when(seat['at'], zone)} [row {seat['pos']}]"
        if isinstance(seat, dict)
        else "    signed in at the gate: nobody"
    )
    if one["override_of"]:
        yield f"    override of visit {one['override_of']}; why: {one['why']}"
    if one["permit_id"]:
        yield f"    permit: {one['permit_id']}"


def _both(code: object) -> str:
    if not isinstance(code, StrEnum):
        return ""
    both = words(code)
    return f"{both.zh} / {both.en}"


def _permit_lines(one: Found, zone: timezone) -> Iterator[str]:
    areas = one["areas"]
    named = ", ".join(areas) if isinstance(areas, tuple) else ""
    yield f"permit {one['permit_id']}: {_both(one['standing'])}; {one['purpose']}; {named}"
    if one["host"]:
        yield f"  host: {one['host']}"
    yield from chain_lines(_list(one["steps"]), zone)


def _verify_lines(found: object) -> Iterator[str]:
    if not isinstance(found, dict):
        return
    rows = ", ".join(map(str, found["vouched"])) or "none"
    if found["ok"]:
        yield f"verified: all {found['rows']} rows of the log hold; nothing was changed"
        yield f"  rows of this answer: {rows}"
        return
    doubtful = ", ".join(map(str, found["doubtful"])) or "none"
    where = found["first_bad_pos"]
    yield f"NOT verified from row {where} on: {found['problem']}"
    yield f"  rows that hold: {rows}; rows nobody can vouch for: {doubtful}"
