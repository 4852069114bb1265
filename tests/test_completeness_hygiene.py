"""House rules that no linter knows: who reads the clock, what core may touch, what code may say."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("config", "drivers", "kiosk", "simulators")
FILES = {
    str(path.relative_to(ROOT)): path
    for folder in PRODUCT
    for path in sorted((ROOT / folder).rglob("*.py"))
}
TESTS = {str(path.relative_to(ROOT)): path for path in sorted((ROOT / "tests").rglob("*.py"))}

IMPURE = {
    "asyncio",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "random",
    "secrets",
    "select",
    "selectors",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "uuid",
}
"""Standard modules through which files, clocks, chance or other processes come in."""

CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "sleep"),
}
SKIPS = {"skip", "skipif", "importorskip", "xfail"}
SQL = re.compile(
    r"^\s*(SELECT\b.+\bFROM|INSERT\s+(OR \w+ )?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|CREATE\s+(TABLE|INDEX|TRIGGER|VIEW)|PRAGMA\s)",
    re.DOTALL,
)
SILENCED = re.compile(
    r"(type: ignore\[[\w, -]+\]|noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*)[\s#:-]+\w.*", re.DOTALL
)
DEMO = re.compile(r"(\b|_)demo(\b|_)|simulat", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\bfor now\b|\bplaceholder\b", re.IGNORECASE)


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(), str(path))


def calls(path: Path) -> Iterator[tuple[str, str, int]]:
    """Yield the calls `owner.name(...)` of a file, with their line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            yield name, node.func.attr, node.lineno


@cache
def comments(path: Path) -> list[tuple[int, str]]:
    """Return the comments of a file, with their line."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


def modules_imported(path: Path) -> set[str]:
    """Return the top names of all modules a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def for_each(names: Iterable[str]) -> Callable[[Callable[[str], None]], Callable[[], None]]:
    """Run a test over files, in one test: thousands of small ones cost more than their work."""

    def over(test: Callable[[str], None]) -> Callable[[], None]:
        def over_all() -> None:
            for name in names:
                test(name)

        over_all.__name__ = test.__name__
        return over_all

    return over


@for_each(FILES)
def test_a_module_says_what_it_is_for(name: str) -> None:
    body = tree(FILES[name])
    assert ast.get_docstring(body) or not body.body, f"{name}: one sentence of what and why"


@for_each([name for name in FILES if name.startswith("kiosk/core/")])
def test_core_has_no_input_no_clock_and_no_chance(name: str) -> None:
    assert modules_imported(FILES[name]).isdisjoint(IMPURE)


@for_each([name for name in FILES if name.startswith("kiosk/core/")])
def test_core_is_standard_library_only(name: str) -> None:
    allowed = {"kiosk", *sys.stdlib_module_names}
    if name == "kiosk/core/passes.py":
        allowed |= {"cbor2", "cryptography"}
    assert modules_imported(FILES[name]) <= allowed


@for_each([name for name in FILES if name.startswith("kiosk/")])
def test_only_the_clock_reads_time(name: str) -> None:
    if name == "kiosk/station/clock.py":
        return
    read = [
        f"{name}:{line} {o}.{n}()" for o, n, line in calls(FILES[name]) if (o, n) in CLOCK_CALLS
    ]
    assert not read


@for_each([*FILES, *TESTS])
def test_an_error_is_named_where_it_is_caught(name: str) -> None:
    for node in ast.walk(tree((FILES | TESTS)[name])):
        if isinstance(node, ast.ExceptHandler) and not passes_on(node):
            caught = node.type.id if isinstance(node.type, ast.Name) else node.type
            assert caught not in {None, "Exception", "BaseException"}, f"{name}:{node.lineno}"


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Whether a handler only tidies up: it ends by raising again what it caught."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


@for_each([*FILES, *TESTS])
def test_a_silenced_check_is_named_and_has_its_reason(name: str) -> None:
    for line, comment in comments((FILES | TESTS)[name]):
        if re.search(r"type: ignore|noqa|pragma", comment):
            assert SILENCED.search(comment), f"{name}:{line}: name the check, and say why"


@for_each(FILES)
def test_nothing_is_left_unfinished_by_its_own_words(name: str) -> None:
    found = [(line, text) for line, text in comments(FILES[name]) if UNFINISHED.search(text)]
    assert not found
    assert "NotImplementedError" not in FILES[name].read_text()


@for_each(FILES)
def test_sql_stays_in_the_store(name: str) -> None:
    if name.startswith("kiosk/store/"):
        return
    for node in ast.walk(tree(FILES[name])):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not SQL.search(node.value), f"{name}:{node.lineno}"


@for_each([name for name in FILES if name.startswith("kiosk/")])
def test_the_gate_does_not_know_what_a_demo_is(name: str) -> None:
    if name.startswith("kiosk/cli/"):
        return
    known = [word for word in names_and_texts(tree(FILES[name])) if DEMO.search(word)]
    assert not known


def names_and_texts(module: ast.Module) -> Iterator[str]:
    """Yield every name and text a module works with: all but its docstrings and comments."""
    docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if id(node) in docstrings:
            continue
        for field in ("id", "attr", "arg", "name", "value"):
            word = getattr(node, field, None)
            if isinstance(word, str):
                yield word


@for_each(TESTS)
def test_a_test_waits_for_the_condition_and_skips_only_for_a_counted_need(name: str) -> None:
    if name == "tests/conftest.py":
        return
    for owner, called, line in calls(TESTS[name]):
        assert (owner, called) != ("time", "sleep"), f"{name}:{line}: wait for the condition"
        assert not (owner in {"pytest", "mark"} and called in SKIPS), f"{name}:{line}: use needs()"


def test_a_checked_file_is_found() -> None:
    assert "kiosk/core/decide.py" in FILES
    assert "tests/test_completeness_hygiene.py" in TESTS
