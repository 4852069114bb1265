"""Any thermometer that speaks Modbus RTU (8N1, 9600 baud and others); its register map is options.

    asked   unit | 03 or 04 | first register hi lo | how many hi lo   | CRC lo hi
    answers unit | 03 or 04 | bytes | register hi lo, ...             | CRC lo hi
            unit | 83 or 84 | why                                     | CRC lo hi
    CRC: Modbus, polynomial A001, first value FFFF.

Source: manuals of MQ485A, Calex PyroUSB and Omega OS-MINIUSB, whose maps differ even inside one
family; the MQ485A one prints an exchange. Requests, CRC and registers are pymodbus's; the stream is
cut here, because pymodbus throws away everything received with a wrong CRC, the next frame too.
"""

from collections.abc import Mapping

from drivers.events import BadFrame, Reply, TemperatureSample
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken
from drivers.registers import LARGEST_COUNT, RegisterMap
from drivers.talk import Poll

ASK_EVERY_S = 0.2
"""Local practice: a reply takes at most 0.05 s at 9600 baud, and the slowest known device 0.02 s
more."""
MEASURED_C = (-50.0, 380.0)
"""What thermometers of this kind can measure; beyond it are failures."""
SENTINELS_C = (1037.55, -273.15, -273.01, 54.67, -999.0)
"""What sensors and their libraries say instead of a failure."""

EXCEPTIONS = {
    1: "illegal function",
    2: "illegal data address",
    3: "illegal data value",
    4: "device failure",
    5: "acknowledge",
    6: "device busy",
    8: "memory parity error",
    10: "gateway path unavailable",
    11: "gateway target did not respond",
}
"""What a device says when it does not answer, in the words of the Modbus specification."""

_REQUEST_BYTES = 8
_ERROR_BYTES = 5
_ERROR_BIT = 0x80
_HEAD = 3
_AROUND = 5
"""Unit, function, number of bytes and CRC."""
_WINDOW = 2 * LARGEST_COUNT + _AROUND


def decoder(
    *,
    unit: int,
    function: int,
    object_register: int,
    scale: float,
    signed: bool,
    ambient_register: int | None = None,
    word_order: str = "big",
) -> FrameDecoder:
    """Return a fresh decoder: TemperatureSample, Reply (an exception reply) and BadFrame.

    `scale` is what one raw unit is in C; `word_order` is "little" for devices that send the low
    byte of a register first. A reply is taken to begin at the lower of the two registers, and may
    hold more than was asked for. Raises ValueError for values that no device can have.
    """
    registers = RegisterMap(
        unit, function, object_register, scale, signed, ambient_register, word_order
    )
    return FrameDecoder(_Replies(registers).take, _WINDOW, bytes((unit,)))


def talk(options: Mapping[str, object]) -> Poll:
    """Return what asks for the registers; raises as `decoder`."""
    registers = RegisterMap(**options)  # type: ignore[arg-type]  # the map checks each value itself
    return Poll(question(registers), ASK_EVERY_S)


def question(registers: RegisterMap) -> bytes:
    """Return the request for all registers of the map."""
    # Here, because pymodbus takes a while to load and no other device needs it.
    from pymodbus.framer.rtu import FramerRTU
    from pymodbus.pdu import DecodePDU
    from pymodbus.pdu.register_message import ReadHoldingRegistersRequest, ReadInputRegistersRequest

    kinds = {3: ReadHoldingRegistersRequest, 4: ReadInputRegistersRequest}
    request = kinds[registers.function](
        address=registers.first, count=registers.count, dev_id=registers.unit
    )
    return FramerRTU(DecodePDU(is_server=False)).buildFrame(request)


class _Replies:
    """Judges frames of one unit and function.

    What other units on the same wire say is passed over; our own request, which half-duplex
    adapters echo, is known whole, so that it is never taken for the begin of a reply.
    """

    def __init__(self, registers: RegisterMap) -> None:
        self._map = registers
        self._question = question(registers)
        self._answer = bytes((registers.unit, registers.function))
        self._error = bytes((registers.unit, registers.function | _ERROR_BIT))

    def take(self, data: bytes, ended: bool) -> Taken:
        """Judge the bytes at the front of `data`; a bad frame uses one byte only."""
        if data.startswith(self._question):
            return _REQUEST_BYTES, None
        if self._question.startswith(data) and not ended:
            return NEED_MORE
        if data.startswith(self._error):
            total = _ERROR_BYTES
        elif not data.startswith(self._answer):
            return SKIP_ONE if ended or len(data) > 1 else NEED_MORE
        elif len(data) < len(self._answer) + 1:
            return SKIP_ONE if ended else NEED_MORE
        else:
            count = data[2]
            if count % 2 or not 0 < count <= 2 * LARGEST_COUNT:
                return SKIP_ONE
            total = count + _AROUND
        return self._take_frame(data, total, ended)

    def _take_frame(self, data: bytes, total: int, ended: bool) -> Taken:
        """Judge a frame that would have `total` bytes.

        Its number of bytes may be wrong, and must not make the whole answers behind it wait.
        """
        if self._another_inside(data[: total - 1]):
            return 1, BadFrame(data[:_HEAD], "another frame is inside")
        if len(data) < total:
            return (1, BadFrame(data, "cut short")) if ended else NEED_MORE
        frame = data[:total]
        if not _crc_fits(frame):
            return 1, BadFrame(frame, "checksum")
        event = self._error_of(frame) if frame.startswith(self._error) else self._read(frame)
        # The next one's first byte may stand in place of a lost last one.
        begun = frame[-1] == self._map.unit != self._map.function
        return total - begun, event

    def _another_inside(self, data: bytes) -> bool:
        at = data.find(self._answer, 1)
        while at > 0:
            end = at + data[at + 2] + _AROUND if at + 2 < len(data) else len(data) + 1
            if at + _AROUND < end <= len(data) and _crc_fits(data[at:end]):
                return True
            at = data.find(self._answer, at + 1)
        return False

    @staticmethod
    def _error_of(frame: bytes) -> Reply:
        meaning = EXCEPTIONS.get(frame[2], "unknown")
        return Reply(f"exception {frame[2]}: {meaning}", frame)

    def _read(self, frame: bytes) -> BadFrame | TemperatureSample:
        words = frame[3:-2]
        held = len(words) // 2
        if held < self._map.count:
            why = f"{held} of {self._map.count} registers"
            return BadFrame(frame, why)
        object_c, ambient_c = self._map.object_c(words), self._map.ambient_c(words)
        for name, value in (("object", object_c), ("ambient", ambient_c)):
            if value is None:
                continue
            if not MEASURED_C[0] <= value <= MEASURED_C[1] or value in SENTINELS_C:
                return BadFrame(frame, f"{name} {value:.2f} C is a failed sensor")
        return TemperatureSample(object_c, ambient_c)


def _crc_fits(frame: bytes) -> bool:
    from pymodbus.framer.rtu import FramerRTU

    return FramerRTU.check_CRC(frame[:-2], int.from_bytes(frame[-2:], "big"))
