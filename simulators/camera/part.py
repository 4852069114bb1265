"""The camera as one device of the gatehouse: takes orders as JSON, see simulators/README.md."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle

from simulators.camera.server import CameraServer
from simulators.camera.shows import Shown


class CameraPart:
    """A simulated camera that follows the gatehouse's clock.

    Orders: `show` (text, symbology, manner, beside), `hide`; `unplug`, `replug`, `fault` (freeze,
    black) and `clear` for the device "camera". A person of `approach` may have a `code` with the
    keys of `show`; it is brought up with the approach and taken away by `leave` or the next
    approach. `rounds` are shown one after the other for ever, one each `every_s`.
    """

    def __init__(
        self,
        seed: int,
        speed: float,
        now: Callable[[], float],
        size: tuple[int, int] = (640, 480),
        fps: float = 15.0,
        port: int = 0,
        rounds: Sequence[Shown] = (),
        every_s: float = 6.0,
    ) -> None:
        self.name = "camera"
        self._settings = (port, size, fps, seed, speed, now)
        self._rounds = cycle(rounds) if rounds else None
        self._every_s = every_s
        self._due = 0.0
        self._is_shown = False
        self._server: CameraServer | None = None

    @property
    def address(self) -> str:
        """Where the kiosk finds the stream; empty before `start`."""
        return self._server.url if self._server is not None else ""

    def start(self, now: float) -> None:
        """Draw the room and listen."""
        self._server = CameraServer(*self._settings)
        self._due = now + 1.0

    def stop(self) -> None:
        """Close everything."""
        if self._server is not None:
            self._server.close()

    def fileno(self) -> int | None:
        """Nothing to wait on: the server has threads of its own."""
        return None

    def step(self, now: float) -> float | None:
        """Show the next of the rounds, or take it away, when that is due."""
        if self._rounds is None or self._server is None:
            return None
        if now >= self._due:
            if self._is_shown:
                self._server.leave()
            else:
                shown = next(self._rounds)
                self._server.show(shown.text, shown.symbology, shown.manner)
            self._is_shown = not self._is_shown
            self._due = now + self._every_s / 2
        return self._due

    def order(self, now: float, order: Mapping[str, object]) -> bool:
        """Carry out an order; False when it is, also, for another device."""
        server = self._server
        if server is None:
            return False
        match order:
            case {"do": "show"}:
                _show(server, order)
            case {"do": "hide"}:
                server.leave()
            case {"do": "approach", "person": {"code": dict(code)}}:
                _show(server, code)
                return False
            case {"do": "leave" | "approach"}:
                server.leave()
                return False
            case {"device": self.name, "do": str(what)}:
                return _break(server, what, str(order.get("name")))
            case _:
                return False
        return True


def _show(server: CameraServer, code: Mapping[str, object]) -> None:
    beside = code.get("beside")
    second = _shown(beside) if isinstance(beside, Mapping) else None
    first = _shown(code)
    server.show(first.text, first.symbology, first.manner, beside=second)


def _shown(code: Mapping[str, object]) -> Shown:
    symbology = str(code.get("symbology", "QR"))
    manner = str(code.get("manner", "phone" if symbology == "QR" else "card"))
    return Shown(str(code.get("text", "")), symbology, manner)


def _break(server: CameraServer, what: str, name: str) -> bool:
    deeds = {
        ("unplug", "None"): server.unplug,
        ("replug", "None"): server.replug,
        ("clear", "None"): server.clear,
        ("fault", "unplug"): server.unplug,
        ("fault", "freeze"): server.freeze,
        ("fault", "black"): server.black,
    }
    deed = deeds.get((what, name))
    if deed is None:
        return False
    deed()
    return True
