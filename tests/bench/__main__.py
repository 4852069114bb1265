"""The measures: `python -m tests.bench [NAME ...] [--json] [-- ARGUMENTS]`; all unless named.

A measure is a module of this folder with `run(args) -> dict`; arguments after `--` go to each.
"""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent


def measures() -> list[str]:
    """List the measures by name."""
    found = (path for path in sorted(FOLDER.glob("*.py")) if not path.name.startswith("__"))
    return [path.stem for path in found if "\ndef run(" in path.read_text(encoding="utf-8")]


def main(arguments: list[str]) -> int:
    """Run the measures, one after the other, and print a table or JSON."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    own, rest = arguments[:at], arguments[at + 1 :]
    names = measures()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(own)
    if unknown := sorted(set(options.names) - set(names)):
        parser.error(f"no measure is named {', '.join(unknown)}; there are {', '.join(names)}")
    found: dict[str, object] = {}
    for name in options.names or names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        began = time.monotonic()
        result = importlib.import_module(f"tests.bench.{name}").run(rest)
        found[name] = {**result, "took_s": round(time.monotonic() - began, 1)}
    print(json.dumps(found, indent=2, ensure_ascii=False) if options.json else _table(found))
    return 0


def _table(found: Mapping[str, object]) -> str:
    rows = [row for name, value in found.items() for row in _rows(name, value)]
    width = max((len(name) for name, _ in rows), default=0)
    return "\n".join(f"{name:{width}}  {value}" for name, value in rows)


def _rows(name: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return [row for key, one in value.items() for row in _rows(f"{name}.{key}", one)]
    return [(name, str(value))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
