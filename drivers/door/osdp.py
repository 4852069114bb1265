"""A reader or controller with a relay on RS485, by OSDP: half-duplex, spoken by libosdp.

    53 | address | length (2) | control: sequence, 04 CRC, 08 security | command | data | CRC (2)
    68 | output, from 0 | 05 on for a time, then off | time (2) in 100 ms     01 off for good

Source: doc.osdp.dev and libosdp 3.2.9.  The pulse runs in the panel: it ends there, whatever dies
here.  A panel is asked every 50 ms; one that does not answer for 1.5 s is lost.
"""

import math
import select
import time
from typing import Any

from drivers.door.board import Board, Denied, Place
from drivers.errors import DeviceError, NoAnswer
from drivers.link import SerialLink

ADDRESSES = range(127)
CHANNELS = range(1, 33)
BAUDS = (9600, 19200, 38400, 57600, 115200, 230400)
KEY_BYTES = 16
REFRESH_S = 0.025
SILENT_S = 1.5
"""A panel that has answered nothing for so long is lost: local practice."""
ANSWER_S = 0.6
"""So long an answer to a command is waited for: the time of three answers, local practice."""

AGAIN_S = 0.3
"""A panel that is not online and does not answer for so long is greeted anew: more than the 0.2 s
that it has for an answer."""

_OFF, _ON_FOR_A_TIME = 1, 5
_LONGEST_TICKS = 0xFF
"""The wire has two bytes for the time; the Python side of libosdp 3.2.9 keeps one: 25.5 s."""
_SECURE_ONLY = 0x00010000


class Wire:
    """What libosdp speaks through; an error of the port is kept until somebody asks for it.

    An exception must not pass through the C code of the library.
    """

    def __init__(self, link: SerialLink) -> None:
        self.id = 0
        self._link = link
        self.begin()

    def begin(self) -> None:
        """Begin a conversation anew; the object stays, as the library never lets go of it."""
        self.answered_at = time.monotonic()
        """When the last packet went out that was no repetition: before it all was answered."""
        self.heard = False
        self.error: DeviceError | None = None
        self._held = b""
        self._sequence: int | None = None

    def read(self, longest: int) -> bytes:
        """Return what the panel said, at most so many bytes."""
        if not self._held and self.error is None:
            try:
                self._held = self._link.read(0)
            except DeviceError as error:
                self.error = error
        data, self._held = self._held[:longest], self._held[longest:]
        self.heard = self.heard or bool(data)
        return data

    def write(self, packet: bytes) -> int:
        """Send one packet; says how much of it was sent."""
        # Byte 4 is the control byte, one later behind the mark FF that may come first.
        sequence = packet[5 if packet[0] == 0xFF else 4] & 3
        if sequence != self._sequence:
            self._sequence = sequence
            self.answered_at = time.monotonic()
        try:
            self._link.write(packet)
        except DeviceError as error:
            self.error = error
            return -1
        return len(packet)

    def flush(self) -> None:
        """Forget what was heard and not read."""
        self._held = b""


class OsdpBoard:
    """The panel that is asked, one address on one port; waits at most for `SILENT_S`."""

    def __init__(self, link: SerialLink, address: int, output: int, key: bytes | None) -> None:
        self._link = link
        self._address = address
        self._output = output
        self._key = key
        self._wire = Wire(link)
        # An osdp_sys.ControlPanel: the library is imported late and publishes no types.
        self._panel: Any = None
        self._done: list[bool] = []
        self._refresh_at = 0.0
        self._well_at = 0.0
        """When the panel was last online and answered."""

    def open(self) -> None:
        """Open the port, and wait until the panel is online; NoAnswer when it is not in time."""
        self._link.open()
        self._begin()
        self._well_at = time.monotonic()
        while not self._online():
            self._pause(REFRESH_S)
            self._check_silence()

    def unlock(self, seconds: float) -> None:
        """Switch the output on for a time; Denied when the panel says no.

        The time is rounded up to 100 ms, so that the panel never ends a pulse early; the helper
        ends it to the millisecond.
        """
        ticks = min(_LONGEST_TICKS, max(1, math.ceil(round(seconds * 10, 6))))
        self._tell(_ON_FOR_A_TIME, ticks)

    def lock(self) -> None:
        """Switch the output off for good."""
        self._tell(_OFF, 0)

    def tend(self) -> None:
        """Ask the panel how it is, and notice when it does not answer any more."""
        self._refresh()
        self._check_silence()

    def fileno(self) -> int | None:
        """Return the descriptor of the port."""
        return self._link.fileno()

    def next_wake(self) -> float | None:
        """Return when the panel has to be asked again."""
        return self._refresh_at

    def close(self) -> None:
        """Close the port; the panel ends a pulse that runs."""
        self._panel = None
        self._link.close()

    def _begin(self) -> None:
        """Begin the conversation anew, with sequence number 0."""
        import osdp_sys

        osdp_sys.set_loglevel(osdp_sys.LOG_EMERG)
        self._wire.begin()
        self._panel = osdp_sys.ControlPanel(
            [
                {
                    "name": "door",
                    "address": self._address,
                    # With a key, never without encryption and never with the key everyone knows.
                    "flags": _SECURE_ONLY if self._key else 0,
                    "scbk": self._key,
                    "channel": self._wire,
                }
            ]
        )
        self._panel.set_command_completion_callback(self._completed)

    def _completed(self, _panel: int, _command: object, status: int) -> None:
        self._done.append(status == 0)

    def _online(self) -> bool:
        return bool(self._panel.status())

    def _refresh(self) -> None:
        if self._panel is None:
            raise NoAnswer(f"{self._link.port}: not open")
        self._panel.refresh()
        now = time.monotonic()
        self._refresh_at = now + REFRESH_S
        if self._wire.error is not None:
            raise self._wire.error
        if self._online():
            self._well_at = max(self._well_at, self._wire.answered_at)
        elif now - self._wire.answered_at > AGAIN_S:
            # After one harmed answer libosdp would wait for five minutes.
            self._begin()

    def _check_silence(self) -> None:
        if time.monotonic() - self._well_at > SILENT_S:
            raise self._no_answer()

    def _pause(self, seconds: float) -> None:
        """Wait for bytes, or so long, and keep the conversation going."""
        poll = select.poll()
        poll.register(self._link.fileno(), select.POLLIN)
        poll.poll(seconds * 1000)
        self._refresh()

    def _tell(self, control: int, ticks: int) -> None:
        """Give the output a command and wait for the panel's yes.

        Once more when there is none: a panel that has just started again, or a harmed answer,
        looks like a no. Denied after the second no, NoAnswer when nothing came in time.
        """
        command = {
            "command": 1,
            "output_no": self._output,
            "control_code": control,
            "timer_count": ticks,
        }
        answer = self._asked(command)
        if not answer:
            self._begin()
            answer = self._asked(command)
        if answer is None:
            raise self._no_answer()
        if not answer:
            self._begin()
            number = self._output + 1
            raise Denied(f"{self._link.port}: the panel refuses to switch output {number}")

    def _asked(self, command: dict[str, int]) -> bool | None:
        """Submit a command and return the panel's yes or no, None without an answer in time."""
        until = time.monotonic() + ANSWER_S
        while not self._online():
            if time.monotonic() > until:
                return None
            self._pause(REFRESH_S)
        self._done.clear()
        if not self._panel.submit_command(0, command):
            return None
        while not self._done and time.monotonic() <= until:
            self._pause(REFRESH_S)
        return self._done[-1] if self._done else None

    def _no_answer(self) -> NoAnswer:
        what = f"{self._link.port}: panel {self._address} does not answer"
        if self._key is not None:
            what += ", or has another key"
        if self._wire.heard:
            what += "; bytes came, so look at baud rate and address"
        return NoAnswer(what)


def board(place: Place) -> Board:
    """Return the panel at a place; ValueError when it cannot be.

    Options: `address` (0 to 126, default 0) and `scbk`, the key of the secure channel as 32 hex
    digits, which never stands in any text.
    """
    place.only("address", "scbk")
    address = place.options.get("address", 0)
    if type(address) is not int or address not in ADDRESSES:
        raise ValueError(f"option address is 0 to {ADDRESSES[-1]}, not {address!r}")
    if place.channel not in CHANNELS:
        raise ValueError(f"channel {place.channel}: outputs are counted 1 to {CHANNELS[-1]}")
    if place.baud not in BAUDS:
        raise ValueError(f"baud {place.baud}: OSDP has {', '.join(map(str, BAUDS))}")
    link = SerialLink(place.port, place.baud)
    return OsdpBoard(link, address, place.channel - 1, _key(place.options.get("scbk")))


def _key(given: object) -> bytes | None:
    """Read the key; the error does not show it."""
    if given is None:
        return None
    try:
        key = bytes.fromhex(given) if isinstance(given, str) else b""
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"option scbk is a text of {2 * KEY_BYTES} hex digits")
    return key
