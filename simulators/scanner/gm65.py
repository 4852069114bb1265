"""A GM65 code reader module as its maker's texts describe it: codes and answers on one line.

hears    7E 00, type, number of data bytes, zone (two bytes, the higher first), data, then the
         CRC-16/XMODEM from the type on, or AB CD for a sender that cannot compute it
         type 07 read so many zones, 08 write, 09 save all zones in flash, 0A heartbeat
answers  02 00 00, number of data bytes, data, CRC (33 31 after AB CD, whatever the data);
         03 00 00 01 00 33 31 to a heartbeat; a question with a wrong CRC gets no answer
zones    0000 bits 0-1 mode: 0 manual, 1 command, 2 continuous, 3 induction
         0002 bit 0 look now; 0003 bit 1 setup codes off; 0006 for how long, in 100 ms, 0 no limit
         000D bits 0-1 output: 0 serial, anything else is USB and silent here; 002A the rate
         00D9 written with 55: as from the factory

In manual mode whoever shows a code holds the key down. A printed setup code is written here as
`.SETUP:ZZZZ=VV` (what the real ones hold is not published); it holds after power-off. Faults as
those of the line scanner.
"""

from binascii import crc_hqx

from simulators.faults import Fault
from simulators.scanner.engine import Engine

COMMAND = 1
_FACTORY = {0x0003: 0x01, 0x0005: 0x0A, 0x0006: 0x32, 0x002A: 0x39, 0x002B: 0x01}
_SETUP = ".SETUP:"
_ANY_CRC = b"\xab\xcd"
_OK_CRC = b"\x33\x31"
_HEAD = 6


def setup_code(zone: int, value: int) -> str:
    """Return the text of a printed setup code that writes one zone."""
    return f"{_SETUP}{zone:04X}={value:02X}"


class Gm65(Engine):
    """The module without its wire; `saves` counts how often its flash was written."""

    def __init__(self, now: float, factory: dict[int, int] | None = None) -> None:
        super().__init__(now)
        self._factory = _FACTORY | (factory or {})
        self._flash = dict(self._factory)
        self.zones = dict(self._flash)
        self.saves = 0
        self._heard = b""
        self._looks_until = now

    def looks(self, now: float) -> bool:
        """Whether it would see a code that is shown at `now`."""
        return self._zone(0x0000) & 3 != COMMAND or now < self._looks_until

    def forget(self, now: float) -> None:
        """Start again with what is in flash."""
        self.zones = dict(self._flash)
        self._looks_until = now
        self._heard = b""

    def read(self, now: float, text: str, tail: str, faults: frozenset[Fault]) -> list[bytes]:
        """Read a code, or obey it when it is a setup code and these are not switched off."""
        if text.startswith(_SETUP) and not self._zone(0x0003) & 2:
            zone, _, value = text.removeprefix(_SETUP).partition("=")
            self.zones[int(zone, 16)] = int(value, 16)
            self._flash = dict(self.zones)
            return []
        self._looks_until = min(self._looks_until, now)
        sent = super().read(now, text, tail, faults)
        return [] if self._zone(0x000D) & 3 else sent

    def obey(self, now: float, heard: bytes) -> list[bytes]:
        """Answer the questions that are whole."""
        self._heard += heard
        answers: list[bytes] = []
        while (start := self._heard.find(b"\x7e\x00")) >= 0:
            request = self._heard[start:]
            if len(request) < 4:
                break
            count = 1 if request[2] == 0x07 else request[3]
            total = _HEAD + count + 2
            if len(request) < total:
                break
            body, crc = request[2 : total - 2], request[total - 2 : total]
            if crc not in (_ANY_CRC, crc_hqx(body, 0).to_bytes(2, "big")):
                self._heard = request[1:]
                continue
            self._heard = request[total:]
            answers += self._answer(now, body, checked=crc != _ANY_CRC)
        self._heard = self._heard[-300:]
        return answers

    def _zone(self, number: int) -> int:
        return self.zones.get(number, 0)

    def _answer(self, now: float, body: bytes, *, checked: bool) -> list[bytes]:
        kind, zone, data = body[0], int.from_bytes(body[2:4], "big"), body[4:]
        match kind:
            case 0x07:
                told = bytes(self._zone(zone + place) for place in range(data[0]))
                return [answer(told, checked=checked)]
            case 0x08:
                self._write(now, zone, data)
            case 0x09:
                self._flash = dict(self.zones)
                self.saves += 1
            case 0x0A:
                return [bytes.fromhex("03 00 00 01 00 33 31")]
            case _:
                return []
        return [answer(b"\0", checked=checked)]

    def _write(self, now: float, zone: int, data: bytes) -> None:
        if zone == 0x00D9 and data[:1] == b"\x55":
            self.zones = dict(self._factory)
            return
        for place, value in enumerate(data):
            self.zones[zone + place] = value
        if zone == 0x0002:
            limit = self._zone(0x0006) / 10 or float("inf")
            self._looks_until = now + limit if data[0] & 1 else now


def answer(data: bytes, *, checked: bool = True) -> bytes:
    """Return the answer that carries these bytes; without `checked` as after AB CD."""
    body = bytes((0, len(data))) + data
    return b"\x02\x00" + body + (crc_hqx(body, 0).to_bytes(2, "big") if checked else _OK_CRC)
