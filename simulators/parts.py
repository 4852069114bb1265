"""Simulated devices with their wire and their port: thin shells around the pure ones."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Protocol

from simulators.faults import Fault, Wire
from simulators.orders import OrderError, card_of, person_of
from simulators.people import Notice, Person, Scene
from simulators.pty_link import PtyLink
from simulators.registry import Board, CardReader, Model, Scanner, Thermometer
from simulators.relays import Switched
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

    def __init__(self, name: str, path: Path, seed: int, baud: int | None) -> None:
        self.name = name
        self.link = PtyLink(path)
        self.wire = Wire(seed, baud)

    @property
    def address(self) -> str:
        """The path of the simulated port."""
        return str(self.link.path)

    def start(self, now: float) -> None:
        """Plug the device in."""
        self.link.plug()

    def hear(self) -> bytes:
        """Return what the kiosk has said, garbled if it speaks at another rate."""
        said = self.link.read()
        return self.wire.hear(said, self.link.other_baud()) if said else b""

    def send(self, now: float, frames: Sequence[bytes]) -> None:
        """Put frames on the wire, and hand over what has come to its other end."""
        for frame in frames:
            self.wire.send(now, frame, self.link.other_baud())
        self.link.write(self.wire.due(now))

    def faults(self) -> frozenset[Fault]:
        """Return the faults that the device has now."""
        return frozenset(self.wire.faults)

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

    def restart(self, now: float) -> None:  # noqa: B027  a device may have nothing to forget
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
        model: Model[Thermometer],
        tell: Tell,
        rounds: Sequence[Person] = (),
    ) -> None:
        super().__init__("thermometer", path, seed, model.baud)
        self.scene = scene
        self._make = model.make
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
            seen, ambient = self.scene.raw_c(now), self.scene.ambient_c
            self.send(now, self._device.step(now, self.hear(), seen, ambient, self.faults()))
        wakes = [self.wire.next_due(), self._device.next_wake() if self._device else None]
        # People move also while the device waits to be asked.
        return min([now + _PEOPLE_S, *(wake for wake in wakes if wake is not None)])

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

    def __init__(self, path: Path, seed: int, model: Model[Board], tell: Tell) -> None:
        super().__init__("door", path, seed, model.baud)
        self._model = model
        self._board: Board | None = None
        self._tell = tell

    def start(self, now: float) -> None:
        """Plug in a board whose relays are off."""
        super().start(now)
        self._board = self._model.make(now)

    def step(self, now: float) -> float | None:
        """Hear the kiosk's commands, and let timers of the board run out."""
        if self._board is None:
            return None
        heard = self.hear()
        while True:
            changes, answers = self._board.step(now, heard, self.faults())
            self._tell_relays(changes)
            self.send(now, answers)
            heard = self.hear()
            if not heard:
                break
        wakes = (self.wire.next_due(), self._board.next_wake())
        return min((wake for wake in wakes if wake is not None), default=None)

    def unplug(self, now: float) -> None:
        """Without its cable the board has no power, and its relays fall off."""
        super().unplug(now)
        self.restart(now)

    def restart(self, now: float) -> None:
        """Power-cycle the board: the relays fall off."""
        if self._board is not None:
            self._tell_relays(self._board.power_off(now))

    def _tell_relays(self, changes: Sequence[Switched]) -> None:
        for one in changes:
            state = "on" if one.on else "off"
            self._tell({"relay": state, "channel": one.channel, "at": round(one.at, 3)})


class ScannerPart(PtyPart):
    """A code scanner; reads what it is told to."""

    def __init__(self, path: Path, seed: int, model: Model[Scanner]) -> None:
        super().__init__("scanner", path, seed, model.baud)
        self._model = model
        self._scanner: Scanner | None = None

    def start(self, now: float) -> None:
        """Plug the scanner in."""
        super().start(now)
        self._scanner = self._model.make(now)

    def step(self, now: float) -> float | None:
        """Hear commands and send what is due."""
        if self._scanner is None:
            return None
        self.send(now, self._scanner.step(now, self.hear(), self.faults()))
        wakes = (self.wire.next_due(), self._scanner.next_wake())
        return min((wake for wake in wakes if wake is not None), default=None)

    def restart(self, now: float) -> None:
        """Power-cycle the scanner."""
        if self._scanner is not None:
            self._scanner.power_cycle(now)

    def order(self, now: float, order: Order) -> bool:
        """Carry out `scan`, besides the orders of every device."""
        match order:
            case {"do": "scan", "text": str(text)} if self._scanner is not None:
                tail = str(order.get("tail", "cr"))
                if tail not in TAILS:
                    raise OrderError(f"no tail is named {tail!r}; there are: {', '.join(TAILS)}")
                self.send(now, self._scanner.scan(now, text, tail, self.faults()))
            case _:
                return super().order(now, order)
        return True


class CardReaderPart(PtyPart):
    """A reader of ID cards; cards are laid on it and taken away."""

    def __init__(self, path: Path, seed: int, model: Model[CardReader]) -> None:
        super().__init__("card_reader", path, seed, model.baud)
        self._model = model
        self._reader: CardReader | None = None

    def start(self, now: float) -> None:
        """Plug the reader in."""
        super().start(now)
        self._reader = self._model.make(now)
        self._reader.baud = self._model.baud or self._reader.baud

    def step(self, now: float) -> float | None:
        """Hear commands and send the answers."""
        if self._reader is None:
            return None
        self.send(now, self._reader.step(now, self.hear(), self.faults()))
        wakes = (self.wire.next_due(), self._reader.next_wake())
        return min((wake for wake in wakes if wake is not None), default=None)

    def restart(self, now: float) -> None:
        """Power-cycle the reader."""
        if self._reader is not None:
            self._reader.power_cycle(now)

    def order(self, now: float, order: Order) -> bool:
        """Carry out `lay` and `take_away`, besides the orders of every device."""
        if self._reader is None:
            return super().order(now, order)
        match order:
            case {"do": "lay", "card": dict(spec)}:
                self._reader.lay(now, card_of(spec))
            case {"do": "take_away"}:
                self._reader.take_away(now)
            case _:
                return super().order(now, order)
        return True
