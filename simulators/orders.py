"""Orders to the simulators as they come in: checked here, so that a wrong one is answered."""

from collections.abc import Mapping
from dataclasses import fields

from simulators.cards import Card, CardKind
from simulators.people import Cover, Kind, Person


class OrderError(ValueError):
    """An order that cannot be carried out; the text says what is wrong with it."""


# `code` is what the person shows to the camera, which looks at it itself.
_KNOWN = {field.name for field in fields(Person)} | {"ambient_c", "code"}


def person_of(spec: Mapping[str, object]) -> tuple[Person, float | None]:
    """Return the person of an `approach`, and the ambient temperature if the order sets one.

    Raises OrderError that names the key.
    """
    if unknown := sorted(set(spec) - _KNOWN):
        raise OrderError(
            f"a person has no {', '.join(unknown)}; known: {', '.join(sorted(_KNOWN))}"
        )
    shown = spec.get("shown", [])
    if not isinstance(shown, list):
        raise OrderError("shown: a list of degrees C")
    values = tuple(_number("shown", value) for value in shown)
    try:
        kind = Kind(str(spec.get("kind", Kind.SHOWN if values else Kind.HEALTHY)))
    except ValueError:
        raise OrderError(f"kind: one of {', '.join(Kind)}") from None
    try:
        cover = Cover(str(spec.get("cover", Cover.NONE)))
    except ValueError:
        raise OrderError(f"cover: one of {', '.join(Cover)}") from None
    own_c = _number_or_none(spec, "own_c")
    if kind is Kind.SHOWN and not values:
        raise OrderError("shown: at least one temperature for the kind shown")
    if kind is Kind.ELEVATED and own_c is None:
        raise OrderError("own_c: needed for the kind elevated")
    person = Person(
        kind=kind,
        shown=values,
        own_c=own_c,
        stay_s=_number_or_none(spec, "stay_s") if "stay_s" in spec else Person().stay_s,
        gap=bool(spec.get("gap", True)),
        early=bool(spec.get("early", False)),
        gap_s=_not_negative(spec, "gap_s"),
        distance_cm=_not_negative(spec, "distance_cm"),
        cover=cover,
        small=bool(spec.get("small", False)),
    )
    return person, _number_or_none(spec, "ambient_c")


_CARD_KEYS = {field.name for field in fields(Card)}


def card_of(spec: Mapping[str, object]) -> Card:
    """Return the ID card of a `lay`; raises OrderError that names the key."""
    if unknown := sorted(set(spec) - _CARD_KEYS):
        raise OrderError(f"a card has no {', '.join(unknown)}; known: {', '.join(_CARD_KEYS)}")
    texts = {key: value for key, value in spec.items() if isinstance(value, str)}
    for key in ("kind", "name", "number", "birth"):
        if key not in texts:
            raise OrderError(f"{key}: a text is needed")
    if wrong := sorted(set(spec) - set(texts) - {"valid_to"}):
        raise OrderError(f"{wrong[0]}: a text")
    try:
        kind = CardKind(texts.pop("kind"))
    except ValueError:
        raise OrderError(f"kind: one of {', '.join(CardKind)}") from None
    valid_to = texts.pop("valid_to", None) if "valid_to" in spec else "20350101"
    return Card(kind=kind, valid_to=valid_to, **texts)


def _number_or_none(spec: Mapping[str, object], key: str) -> float | None:
    value = spec.get(key)
    return None if value is None else _number(key, value)


def _not_negative(spec: Mapping[str, object], key: str) -> float | None:
    value = _number_or_none(spec, key)
    if value is not None and value < 0:
        raise OrderError(f"{key}: not under 0")
    return value


def _number(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OrderError(f"{key}: a number, not {value!r}")
    return float(value)
