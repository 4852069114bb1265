"""`kiosk demo`: the whole gate on simulated devices, with people who come and go.

With `--headless` a scripted crowd passes once, and what the gate said is compared with what was
expected; otherwise station, network side and terminal run as `kiosk run` runs them.
"""

import argparse
import contextlib
import json
import select
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

from kiosk.cli import common
from kiosk.cli.crowd.place import VISITORS_ACCOUNTS, VISITORS_CARDS, config_folder
from kiosk.cli.crowd.wires import wires_path
from kiosk.cli.leash import leashed
from kiosk.cli.main import main
from kiosk.cli.run import Crew, command
from kiosk.cli.station import SOCKET_NAME
from kiosk.core.people import Role
from kiosk.core.words import words

_EXAMPLE = """\
  kiosk demo
  kiosk demo --scenario cold --lang en
  kiosk demo --headless --scenario closed --people 60 --seed 7 --speed 20 --json
"""
_SCENARIOS = ("open", "closed", "cold")
_READY_S = 60.0
_READ_S = 60.0
_STOP_S = 10.0
_PORT = 8090

_INTRO = """\
校门闸机演示：设备与来往人员都是模拟的，程序与校门口用的完全相同。
The gate on simulated devices and people; the program is the real one.

  值守 guard   脚本值守；按 0、2 让它退出，再按 0，输入 PIN，闸机归你
               a script; keys 0, 2 sign it out, 0 and a PIN give you the gate
  PIN          {pins}
  卡号 card    {cards}
               按 1 输卡号，按 2 输体温 / key 1: card, key 2: temperature
  更多 more    按 9：许可、名单、交接、演练 / key 9: permits, lists, drills
  结束 leave   按 3，选"结束本屏"，PIN {leave}；或关闭窗口。{kept_zh}
               key 3, "End this screen", PIN {leave}; or close the window.
               {kept_en}

另开一个窗口 / in another window:
  echo unplug thermometer > {wires}
    # 拔测温仪；插回 replug / pulls the sensor; replug brings it back
  curl -H 'Authorization: Bearer {token}' \\
    '{web}/api/v1/events?after=0&format=csv'
  ./run kiosk log verify --state {state}
  cat {page}    # 本页 / this page

按回车开始（或等 60 秒）/ Enter begins (or 60 seconds) ... """

_ROLE_WORDS = {
    Role.GUARD: "门卫 guard",
    Role.SUPERVISOR: "主管 supervisor",
    Role.SCHOOL_DOCTOR: "校医 doctor",
    Role.DEPARTMENT_HEAD: "部门 department",
    Role.SCHOOL_LEADER: "校领导 leader",
}


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "The gate on simulators, with people who come and go.", _EXAMPLE)
    parser.add_argument(
        "--state", type=Path, metavar="DIR", help="new directory, kept (default: a temporary one)"
    )
    common.add_json(parser)
    parser.add_argument(
        "--headless", action="store_true", help="no terminal: a crowd passes once, and is judged"
    )
    parser.add_argument("--scenario", choices=_SCENARIOS, default="open")
    parser.add_argument("--people", type=int, default=60, metavar="N", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=7, metavar="S", help="default: %(default)s")
    parser.add_argument(
        "--speed", type=float, default=1.0, metavar="X", help="with --headless only (%(default)s)"
    )
    parser.add_argument("--start", metavar="TIME", help="with --headless only; HH:MM")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the screen")


def run(args: argparse.Namespace) -> int:
    """Run the verb; headless 0 when all held, 1 if not; 2 for wrong use."""
    if args.headless:
        return main(["simulate", *_crowd_arguments(args), *_headless_arguments(args)])
    return common.guarded("demo", _demo, args)


def _crowd_arguments(args: argparse.Namespace) -> list[str]:
    return [f"--scenario={args.scenario}", f"--people={args.people}", f"--seed={args.seed}"]


def _headless_arguments(args: argparse.Namespace) -> list[str]:
    given = [f"--speed={args.speed}"]
    given += [f"--start={args.start}"] if args.start else []
    given += [f"--state={args.state}"] if args.state else []
    return given + (["--json"] if args.json else [])


def _demo(args: argparse.Namespace) -> int:
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise common.RefusedError("the demo needs a terminal; without one use --headless")
    if args.json or args.start or args.speed != 1.0:
        raise common.RefusedError("--json, --start and --speed go with --headless only")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    if args.state is not None:
        return _on(args, args.state)
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-", ignore_cleanup_errors=True) as folder:
        return _on(args, Path(folder))


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _on(args: argparse.Namespace, state: Path) -> int:
    """Run the demo on a state directory."""
    print("正在准备模拟设备 / preparing the simulated devices", flush=True)
    crowd = _crowd(args, state)
    try:
        port = _free_port()
        _introduce(state, port, kept=args.state is not None)
        crew = Crew(state / "run")
        where = ["--state", str(state)]
        link = str(state / "run" / SOCKET_NAME)
        folder = str(config_folder(state))
        crew.add("station", ["station", "--config", folder, "--socket", link, *where])
        crew.add("serve", ["serve", "--port", str(port), *where])
        return crew.with_terminal(["tui", "--socket", link, "--lang", args.lang])
    finally:
        _stop(crowd)
        with contextlib.suppress(OSError):  # the window may be gone
            print("演示结束 / the demo has ended", flush=True)


def _crowd(args: argparse.Namespace, state: Path) -> "subprocess.Popen[bytes]":
    """Start the crowd, which makes state, config and devices; returns when they are there."""
    words = state / "run" / "crowd.log"
    words.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    link = state / "run" / SOCKET_NAME
    arguments = ["simulate", *_crowd_arguments(args), f"--state={state}", f"--attach={link}"]
    with words.open("ab") as out:
        crowd = subprocess.Popen(  # noqa: S603 - our own verb
            leashed(command(arguments)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=out,
            start_new_session=True,
        )
    assert crowd.stdout is not None  # noqa: S101 - a pipe was asked for
    answered, _, _ = select.select([crowd.stdout], [], [], _READY_S)
    if not answered or not crowd.stdout.readline():
        _stop(crowd)
        said = words.read_text(encoding="utf-8", errors="replace").splitlines()[-3:]
        raise common.RefusedError("the simulated devices do not start", *said, code=common.FAILS)
    return crowd


def _stop(crowd: "subprocess.Popen[bytes]") -> None:
    crowd.terminate()
    try:
        crowd.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        crowd.kill()
        crowd.wait()
    if crowd.stdout is not None:
        crowd.stdout.close()


def _introduce(state: Path, port: int, *, kept: bool) -> None:
    """Say what one needs to know, and wait until it is read."""
    supervisor = next(one for one in VISITORS_ACCOUNTS if one.role is Role.SUPERVISOR)
    named = [f"{_ROLE_WORDS[one.role]} {one.pin}" for one in VISITORS_ACCOUNTS]
    pins = ", ".join(named[:3]) + f",\n{' ' * 15}" + ", ".join(named[3:])
    web = f"http://127.0.0.1:{port}"
    text = _INTRO.format(
        pins=pins,
        web=web,
        token=_token(state),
        state=state,
        leave=supervisor.pin,
        kept_zh="数据保留。" if kept else "数据随之删除。",
        kept_en="The data are kept." if kept else "The data are removed then.",
        cards=", ".join(
            f"{words(one.kind).zh} {words(one.kind).en} {one.card}" for one in VISITORS_CARDS
        ),
        wires=wires_path(state),
        page=intro_path(state),
    )
    intro_path(state).touch(mode=0o600)  # it holds PINs and a token
    intro_path(state).write_text(text.rpartition("\n\n")[0] + "\n", encoding="utf-8")
    print(text, end="", flush=True)
    read, _, _ = select.select([sys.stdin], [], [], _READ_S)
    if read:
        sys.stdin.readline()


def intro_path(state: Path) -> Path:
    """Give the file that keeps what the introduction says: the screen hides it."""
    return state / "intro.txt"


def _token(state: Path) -> str:
    """Add the token of the demo, as an administrator would."""
    why = "the demo shows how the log is pulled"
    arguments = ["serve", "--state", str(state), "--add-token", "demo", "--why", why, "--json"]
    done = subprocess.run(  # noqa: S603 - our own verb
        command(arguments), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise common.RefusedError(*done.stderr.splitlines()[-3:], code=common.FAILS)
    return str(json.loads(done.stdout)["token"])


def _free_port() -> int:
    """Choose the usual port when it is free, else any."""
    for port in (_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise common.RefusedError("no TCP port is free on 127.0.0.1", code=common.FAILS)
