"""The camera as one device of the gatehouse: takes orders as JSON, see simulators/README.md."""

from collections.abc import Callable, Mapping

from simulators.camera.server import CameraServer
from simulators.camera.shows import Shown


class CameraPart:
    """A simulated camera that follows the gatehouse's clock.

    Orders: `show` (text, symbology, manner, beside), `hide`; `unplug`, `replug`, `fault` (freeze,
    black) and `clear` for the device "camera". A person of `approach` may have a `code` with the
    keys of `show`; it is brought up with the approach and taken away by `leave` and `step_back`.
    """

    def __init__(
        self,
        seed: int,
        speed: float,
        now: Callable[[], float],
        size: tuple[int, int] = (640, 480),
        fps: float = 15.0,
    ) -> None:
        self.name = "camera"
        self._settings = (size, fps, seed, speed, now)
        self._server: CameraServer | None = None

    @property
    def address(self) -> str:
        """Where the kiosk finds the stream; empty before `start`."""
        return self._server.url if self._server is not None else ""

    def start(self, now: float) -> None:
        """Draw the room and listen."""
        size, fps, seed, speed, clock = self._settings
        self._server = CameraServer(0, size, fps, seed, speed, clock)

    def stop(self) -> None:
        """Close everything."""
        if self._server is not None:
            self._server.close()

    def fileno(self) -> int | None:
        """Nothing to wait on: the server has threads of its own."""
        return None

    def step(self, now: float) -> float | None:
        """Nothing to do."""
        return None

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
            case {"do": "leave" | "step_back"}:
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
