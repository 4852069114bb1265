"""GY-614V infrared thermometer: an MLX90614 whose registers are read over a UART (8N1, 9600 baud).

    A4 | 03 | start | count | `count` registers from `start` on | sum      what it sends
    A4 | 06 | register | value | sum                                       what it is told
    07 emissivity 1..100   08-09 TO   0A-0B TA   0C-0D BO, each the higher byte first
    TO object, TA ambient, BO forehead converted to body temperature by the module: unsigned,
    hundredths of a degree C.  sum: low 8 bits of all bytes before.

By itself it sends the registers 07 to 0D (12 bytes, `A4 03 07 07 ...`); any other reading that
covers TO is a sample too, and one that does not is a Reply. A4 is the address it has from the
factory. Its rate (1, 2, 5 or 10 a second) and whether it sends by itself are registers, whose
factory settings no source gives, so it is told both when the port opens; nothing is saved in it.

Source: the register page of the maker, the vendor's sample code and one public driver agree on the
frame; none prints a whole one. Register numbers other than 07 to 0D are from the page alone.
"""

from drivers.events import BadFrame, NoTarget, Reply, TemperatureSample
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken, sum8
from drivers.overlap import next_begins_inside

BY_ITSELF_TEN_A_SECOND = bytes.fromhex("A4 06 04 00 AE  A4 06 02 03 AF  A4 06 03 00 AD")
"""Asks for frames of bytes and not of text, at the fastest rate, sent without being asked."""

BAUDS = (9600, 115200, 57600, 38400, 19200, 4800, 2400, 230400)
"""What its register 01 can be set to, the likely ones first."""

START = bytes.fromhex("A4 03")
BY_ITSELF = bytes.fromhex("A4 03 07 07")
"""How a frame begins that it sends without being asked."""
REGISTERS = 0x10
EMISSIVITY, OBJECT, AMBIENT, BODY = 0x07, 0x08, 0x0A, 0x0C
AMBIENT_MAX_C = 85.0
"""As for the GY-MCU90615: no gate stands where it is hotter, and such values come of cut frames."""
OBJECT_MAX_C = 380.0
"""The most that the part can measure: beyond it are failures such as raw FFFF."""

_HEAD = 4
_BY_ITSELF_BYTES = 12
_WINDOW = _HEAD + REGISTERS + 1 + _HEAD - 1


def decoder() -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample, NoTarget (raw 0), Reply and BadFrame."""
    return FrameDecoder(take, _WINDOW)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`; a bad frame uses one byte only."""
    begins = _begins(data)
    if begins is None:
        return _cut_short(data, ended)
    if not begins:
        if data.startswith(START):
            return 1, BadFrame(data[:_HEAD], f"no registers {data[2]:02X}, {data[3]} of them")
        return SKIP_ONE
    total = _HEAD + data[3] + 1
    if len(data) < total:
        return _cut_short(data, ended)
    frame = data[:total]
    if sum8(frame[:-1]) != frame[-1]:
        return 1, BadFrame(frame, "checksum")
    match next_begins_inside(data, total, _begins, ended):
        case None:
            return NEED_MORE
        case True:
            return 1, BadFrame(frame, "another frame begins inside")
        case False:
            pass
    match _lost_its_count(data, ended):
        case None:
            return NEED_MORE
        case True:
            return 1, BadFrame(frame, "checksum of all seven registers")
        case False:
            return _read(frame)


def _begins(data: bytes) -> bool | None:
    if not START.startswith(data[: len(START)]):
        return False
    if len(data) < _HEAD:
        return None
    return 0 < data[3] <= REGISTERS - data[2]


def _lost_its_count(data: bytes, ended: bool) -> bool | None:
    """Tell whether a frame of fewer registers is one of all seven whose count has a turned bit.

    None: the bytes behind it are needed to tell; never None when `ended`.
    """
    if data[2] != BY_ITSELF[2] or data[3] >= BY_ITSELF[3]:
        return False
    if len(data) < _BY_ITSELF_BYTES:
        return False if ended else None
    whole = BY_ITSELF + data[_HEAD:_BY_ITSELF_BYTES]
    return sum8(whole[:-1]) == whole[-1]


def _cut_short(data: bytes, ended: bool) -> Taken:
    if not ended:
        return NEED_MORE
    return (1, BadFrame(data, "cut short")) if len(data) > 1 else SKIP_ONE


def _read(frame: bytes) -> Taken:
    seen, ambient, body = (_hundredths(frame, at) for at in (OBJECT, AMBIENT, BODY))
    if seen is None:
        return len(frame), Reply(f"registers {frame[2]:02X}, {frame[3]} of them", frame)
    emissivity = frame[_HEAD + EMISSIVITY - frame[2]] if frame[2] <= EMISSIVITY else 1
    if not 0 < emissivity <= 100:
        return 1, BadFrame(frame, f"emissivity {emissivity} of 1 to 100")
    for name, value, most in (
        ("object", seen, OBJECT_MAX_C),
        ("ambient", ambient, AMBIENT_MAX_C),
        ("body", body, OBJECT_MAX_C),
    ):
        if value is not None and value > most:
            return 1, BadFrame(frame, f"{name} {value:.2f} C is outside the sensor's range")
    if not seen:
        return len(frame), NoTarget()
    # A body temperature of 0 C is one that the module did not work out.
    return len(frame), TemperatureSample(seen, ambient, body or None)


def _hundredths(frame: bytes, register: int) -> float | None:
    """Return the temperature in two registers, None when the frame does not cover both."""
    at = _HEAD + register - frame[2]
    if at < _HEAD or at + 2 >= len(frame):
        return None
    return int.from_bytes(frame[at : at + 2], "big") / 100
