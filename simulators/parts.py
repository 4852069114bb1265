"""Simulated devices with their wire and their port: thin shells around the pure ones."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Protocol

from simulators.faults import Fault, Wire
from simulators.orders import OrderError, person_of
from simulators.people import Notice, Person, Scene
from simulators.pty_link import PtyLink
from simulators.registry import Board, Thermometer
from simulators.scanner.line import TAILS

Order = Mapping[str, object]
Tell = Callable[[dict[str, object]], None]

_PEOPLE_S = 0.1


class Part(Protocol):
    """One device of a gatehouse; the runner owns the time, in simulated seconds."""

    name: str

    @property
    def address(self) -> str:
        """Where the kiosk finds the device: a path, or a URL."""
        ...

    def start(self, now: float) -> None:
        """Open whatever the device needs."""
        ...

    def stop(self) -> None:
        """Close everything that was opened."""
        ...

    def fileno(self) -> int | None:
        """Return a descriptor to wait on for bytes, None when there is none now."""
        ...

    def step(self, now: float) -> float | None:
        """Do what is due at `now`; return when to be called again, None for only on bytes."""
        ...

    def order(self, now: float, order: Order) -> bool:
        """Carry out an order; False when it is not for this device, OrderError when it is wrong."""
        ...


class PtyPart(ABC):
    """What all devices on a serial port have in common: cable, wire and faults."""

    def __init__(self, name: str, path: Path, seed: int) -> None:
        self.name = name
        self.link = PtyLink(path)
        self.wire = Wire(seed)

    @property
    def address(self) -> str:
        """The path of the simulated port."""
        return str(self.link.path)

    def start(self, now: float) -> None:
        """Plug the device in."""
        self.link.plug()

    def stop(self) -> None:
        """Pull the device out."""
        self.link.unplug()

    def fileno(self) -> int | None:
        """Return the descriptor of the port's near end."""
        return self.link.fileno()

    @abstractmethod
    def step(self, now: float) -> float | None:
        """Do what is due at `now`; return when to be called again."""

    def order(self, now: float, order: Order) -> bool:
        """Carry out `unplug`, `replug`, `fault` and `clear` for this device."""
        if order.get("device") != self.name:
            return False
        match order:
            case {"do": "unplug"}:
                self.unplug(now)
            case {"do": "replug"}:
                self.replug(now)
            case {"do": "fault", "name": str(name)}:
                self._fault(now, name)
            case {"do": "clear"}:
                self.wire.faults.clear()
            case _:
                return False
        return True

    def unplug(self, now: float) -> None:
        """Pull the cable, with it the power."""
        self.link.unplug()

    def replug(self, now: float) -> None:
        """Plug the cable in again; the device starts as after power-up."""
        self.link.plug()

    def restart(self, now: float) -> None:  # noqa: B027  a scanner has nothing to forget
        """Power-cycle the device while its port stays."""

    def _fault(self, now: float, name: str) -> None:
        try:
            fault = Fault(name)
        except ValueError:
            raise OrderError(f"no fault is named {name!r}; there are: {', '.join(Fault)}") from None
        if fault is Fault.UNPLUG:
            self.unplug(now)
        elif fault is Fault.RESTART:
            self.restart(now)
        else:
            self.wire.faults.add(fault)


class ThermometerPart(PtyPart):
    """A thermometer and the people in front of it; `rounds` come one after the other for ever."""

    def __init__(
        self,
        path: Path,
        seed: int,
        scene: Scene,
        make: Callable[[float], Thermometer],
        tell: Tell,
        rounds: Sequence[Person] = (),
    ) -> None:
        super().__init__("thermometer", path, seed)
        self.scene = scene
        self._make = make
        self._tell = tell
        self._device: Thermometer | None = None
        self._rounds = cycle(enumerate(rounds, start=1)) if rounds else None

    def start(self, now: float) -> None:
        """Plug in and let the first of the rounds come."""
        super().start(now)
        self._device = self._make(now)
        self._next_round(now)

    def step(self, now: float) -> float | None:
        """Move people and send what is due."""
        for notice in self.scene.step(now):
            self._tell_notice(notice)
            if notice.what == "left":
                self._next_round(now)
        if self._device is not None:
            faults = frozenset(self.wire.faults)
            seen, ambient = self.scene.raw_c(now), self.scene.ambient_c
            for frame in self._device.step(now, self.link.read(), seen, ambient, faults):
                self.wire.send(now, frame)
        self.link.write(self.wire.due(now))
        wakes = [self.wire.next_due(), self._device.next_wake() if self._device else None]
        # People move also while the device waits to be asked.
        return min(now + _PEOPLE_S, *(wake for wake in wakes if wake is not None))

    def replug(self, now: float) -> None:
        """Plug in again with a device as after power-up."""
        super().replug(now)
        self._device = self._make(now)

    def restart(self, now: float) -> None:
        """Power-cycle the module behind its USB adapter."""
        if self._device is not None:
            self._device.power_cycle(now)

    def order(self, now: float, order: Order) -> bool:
        """Carry out the orders about people and air, besides those of every device."""
        match order:
            case {"do": "approach", "person": dict(spec), "id": str(name)}:
                person, ambient_c = person_of(spec)
                if ambient_c is not None:
                    self.scene.ambient_c = ambient_c
                self.scene.approach(now, name, person)
            case {"do": "leave"}:
                self.scene.leave(now)
            case {"do": "step_back"}:
                self.scene.step_back(now)
            case {"do": "show_next"}:
                self.scene.show_next()
            case {"do": "ambient", "c": int() | float() as ambient_c}:
                self.scene.ambient_c = float(ambient_c)
            case _:
                return super().order(now, order)
        return True

    def _tell_notice(self, notice: Notice) -> None:
        self._tell({notice.what: notice.person, "at": round(notice.at, 3)})

    def _next_round(self, now: float) -> None:
        if self._rounds is not None:
            number, person = next(self._rounds)
            self.scene.approach(now, f"person {number}", person)


class DoorPart(PtyPart):
    """A relay board; says each change of a relay."""

    def __init__(self, path: Path, seed: int, board: Board, tell: Tell) -> None:
        super().__init__("door", path, seed)
        self._board = board
        self._tell = tell

    def step(self, now: float) -> float | None:
        """Hear the kiosk's commands."""
        heard = self.link.read()
        while heard:
            for change in self._board.step(now, heard):
                self._tell_relay(change.channel, change.on, change.at)
            heard = self.link.read()
        return None

    def unplug(self, now: float) -> None:
        """Without its cable the board has no power, and its relays fall off."""
        super().unplug(now)
        self.restart(now)

    def restart(self, now: float) -> None:
        """Power-cycle the board: the relays fall off."""
        for change in self._board.power_off(now):
            self._tell_relay(change.channel, change.on, change.at)

    def _tell_relay(self, channel: int, on: bool, at: float) -> None:
        self._tell({"relay": "on" if on else "off", "channel": channel, "at": round(at, 3)})


class ScannerPart(PtyPart):
    """A code scanner; reads what it is told to."""

    def __init__(self, path: Path, seed: int, encode: Callable[[str, str], bytes]) -> None:
        super().__init__("scanner", path, seed)
        self._encode = encode

    def step(self, now: float) -> float | None:
        """Send what is due; commands to a scanner are ignored."""
        self.link.read()
        self.link.write(self.wire.due(now))
        return self.wire.next_due()

    def order(self, now: float, order: Order) -> bool:
        """Carry out `scan`, besides the orders of every device."""
        match order:
            case {"do": "scan", "text": str(text)}:
                tail = str(order.get("tail", "cr"))
                if tail not in TAILS:
                    raise OrderError(f"no tail is named {tail!r}; there are: {', '.join(TAILS)}")
                self.wire.send(now, self._encode(text, tail))
            case _:
                return super().order(now, order)
        return True
