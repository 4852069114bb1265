"""Coverage-guided fuzzing of the decoders: `./run fuzz [NAME ...] [--seconds N] [--keep]`.

Each decoder runs under atheris in a process of its own, from the stored corpus on. An input that
breaks a promise ends the run with exit code 1 and is kept as a file. `--keep` adds to the corpus
what reached new code, in its smallest set.
"""

import argparse
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKER = "--worker"


def main(arguments: list[str]) -> int:
    """Fuzz the named decoders, all unless named; returns the exit code."""
    if arguments[:1] == [WORKER]:
        return work(arguments[1], arguments[2], arguments[3:])
    from tests.fuzz import promises

    options = parser(promises.names()).parse_args(arguments)
    failed = []
    for name in options.names or promises.names():
        print(f"fuzzing {name} for {options.seconds} s ...", file=sys.stderr, flush=True)
        stored = promises.CORPUS / name
        if not fuzz(name, promises.seeds(name), stored, options.seconds, keep=options.keep):
            failed.append(name)
    if failed:
        print(f"promises broken: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def fuzz(name: str, seeds: list[bytes], stored: Path, seconds: int, *, keep: bool) -> bool:
    """Fuzz one decoder from seeds and stored inputs; False when an input broke a promise."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh"
        fresh.mkdir()
        for number, seed in enumerate(seeds):
            (fresh / f"seed{number}").write_bytes(seed)
        places = [str(fresh), *([str(stored)] if stored.is_dir() else [])]
        limits = [f"-max_total_time={seconds}", "-max_len=6000", "-timeout=10", "-verbosity=1"]
        worker = Path(folder) / "worker"
        # libFuzzer calls itself by the name it was called by when it merges.
        words = shlex.join([sys.executable, "-m", "tests.fuzz", WORKER, name, str(worker)])
        worker.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        worker.chmod(0o700)
        sound = run(worker, [*limits, f"-artifact_prefix={Path.cwd()}/{name}-", *places])
        if keep and sound:
            smallest = Path(folder) / "smallest"
            smallest.mkdir()
            run(worker, ["-merge=1", "-max_len=6000", str(smallest), *places])
            replace(stored, smallest)
        return sound


def run(worker: Path, arguments: list[str]) -> bool:
    """Run libFuzzer on one decoder in a process of its own, as it never returns."""
    return subprocess.run([worker, *arguments], cwd=ROOT, check=False).returncode == 0


def replace(stored: Path, fresh: Path) -> None:
    """Let the stored inputs of a decoder be those of another folder."""
    stored.mkdir(parents=True, exist_ok=True)
    for old in stored.iterdir():
        old.unlink()
    for new in sorted(fresh.iterdir()):
        (stored / new.name[:16]).write_bytes(new.read_bytes())


def work(name: str, called: str, arguments: list[str]) -> int:
    """Hand one decoder to atheris; does not return but by ending the process."""
    import atheris

    with atheris.instrument_imports(include=["drivers"]):
        from tests.fuzz import promises

    def one_input(data: bytes) -> None:
        promises.check(name, data)

    atheris.Setup([called, *arguments], one_input)
    atheris.Fuzz()
    return 0


def parser(names: list[str]) -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="./run fuzz", description=__doc__)
    top.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    top.add_argument("--seconds", type=int, default=30, help="for each decoder (%(default)s)")
    top.add_argument("--keep", action="store_true", help="renew the stored corpus")
    return top


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
