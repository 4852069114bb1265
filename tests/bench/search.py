"""A search over everybody on record, as the guard types it: initials, class, last digits."""

import time
from statistics import median

from kiosk.core.search import Findable, found

PEOPLE = 5000
LIMIT_MS = 100.0
"""What a guard does not notice as waiting."""

TYPED = ("", "w", "wxm", "7/3", "0417", "王")


def school(count: int) -> list[Findable]:
    """Make people who are all found by the same initials: the worst case of a list."""
    return [
        Findable(f"p-{n}", f"王小{n}", ("wy", "x", "m"), f"grade-{n % 9}/class-{n % 20}",
                 (str(n % 9), str(n % 20)), (f"{n:08}",))
        for n in range(count)
    ]  # fmt: skip


def run(args: list[str]) -> dict[str, object]:
    """Measure the slowest of what may be typed; times in milliseconds, `of_limit` as a ratio."""
    people = school(int(args[0]) if args else PEOPLE)
    slowest = max(median(_took(people, typed) for _ in range(5)) for typed in TYPED)
    return {
        "people": len(people),
        "slowest_ms": round(slowest, 1),
        "of_limit": round(slowest / LIMIT_MS, 2),
    }


def _took(people: list[Findable], typed: str) -> float:
    begun = time.perf_counter()
    assert found(people, typed), "somebody is found by each of them"
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    print(run([]))
