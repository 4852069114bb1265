"""pymodbus, written by others, is the device for our owner and the client of our simulator."""

import asyncio
import os
import select
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pymodbus.client import ModbusSerialClient
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from drivers import registry
from drivers.events import Back, Reply, Seen, TemperatureSample
from drivers.reader import serial_reader
from simulators.parts import ThermometerPart
from simulators.people import Scene
from simulators.registry import THERMOMETERS
from simulators.runner import Clock, run
from tests.drivers.gatehouse import DEADLINE_S, Heard

PYRO_USB: dict[str, object] = {
    "unit": 7,
    "function": 4,
    "object_register": 0x13,
    "ambient_register": 0x14,
    "scale": 0.1,
    "signed": True,
}


@contextmanager
def cable() -> Iterator[tuple[str, str]]:
    """Connect two ptys crosswise and give the paths of their ends."""
    pairs = [os.openpty() for _ in range(2)]
    for _, far in pairs:
        tty.setraw(far)
    ended = threading.Event()
    nears = [near for near, _ in pairs]

    def carry() -> None:
        while not ended.is_set():
            for near in select.select(nears, [], [], 0.02)[0]:
                os.write(nears[1 - nears.index(near)], os.read(near, 4096))

    thread = threading.Thread(target=carry)
    thread.start()
    try:
        yield os.ttyname(pairs[0][1]), os.ttyname(pairs[1][1])
    finally:
        ended.set()
        thread.join()
        for end in (end for pair in pairs for end in pair):
            os.close(end)


@contextmanager
def rival_device(port: str) -> Iterator[None]:
    """Run pymodbus's server: a PyroUSB of 36.5 C, 26.5 C inside."""
    registers = SimData(0x13, values=[365, 265], datatype=DataType.REGISTERS)
    device = SimDevice(id=7, simdata=[registers])
    ready, ended = threading.Event(), threading.Event()

    async def serve() -> None:
        server = ModbusSerialServer(device, port=port, baudrate=9600)
        await server.serve_forever(background=True)
        ready.set()
        while not ended.is_set():
            await asyncio.sleep(0.02)
        await server.shutdown()  # type: ignore[no-untyped-call]  # published without its type

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(DEADLINE_S)
        yield
    finally:
        ended.set()
        thread.join()


def test_pymodbus_as_the_device_is_read_by_our_owner() -> None:
    heard: Heard[Seen] = Heard()
    with cable() as (ours, theirs), rival_device(theirs):
        owner = serial_reader(
            "north", "modbus_rtu", ours, heard.add, time.monotonic, options=PYRO_USB
        )
        owner.start()
        try:
            heard.until(lambda one: isinstance(one.event, TemperatureSample))
            heard.until(lambda one: isinstance(one.event, TemperatureSample), len(heard))
        finally:
            owner.stop()
    assert [one.event for one in heard[:2]] == [Back(), TemperatureSample(36.5, 26.5)]


def test_pymodbus_as_the_device_says_that_there_are_no_such_registers() -> None:
    heard: Heard[Seen] = Heard()
    said: Heard[bytes] = Heard()
    with cable() as (ours, theirs), rival_device(theirs):
        owner = serial_reader(
            "north",
            "modbus_rtu",
            ours,
            heard.add,
            time.monotonic,
            options={**PYRO_USB, "object_register": 0x50, "ambient_register": None},
            tap=lambda _, data: said.add(data),
        )
        owner.start()
        try:
            said.until(lambda _: sum(map(len, said)) >= 5)
        finally:
            owner.stop()
    decoder = registry.decoder("modbus_rtu", **PYRO_USB)
    replies = decoder.receive(b"".join(said)[:5])
    assert [one.what for one in replies if isinstance(one, Reply)] == [
        "exception 2: illegal data address"
    ]


def test_our_simulator_answers_pymodbus_as_the_client(tmp_path: Path) -> None:
    ended, started = threading.Event(), threading.Event()
    scene = Scene(3, 20.0, background_c=31.25)
    model = THERMOMETERS["modbus_rtu"]
    part = ThermometerPart(tmp_path / "port", 3, scene, model, lambda _: None)
    thread = threading.Thread(
        target=run,
        args=([part], Clock(), lambda _: None),
        kwargs={"stopped": ended.is_set, "started": started.set},
    )
    thread.start()
    assert started.wait(DEADLINE_S)
    client = ModbusSerialClient(str(tmp_path / "port"), baudrate=9600, timeout=2.0)
    try:
        assert client.connect()
        seen = client.read_holding_registers(0, count=8)
        assert abs(seen.registers[0] - 3125) <= 10
        assert seen.registers[1:] == [2000, 0, 0, 0, 0, 0, 0]
        assert client.read_input_registers(1, count=1).registers == [2000]
        assert client.read_holding_registers(7, count=2).exception_code == 2
        assert client.write_register(0, 1).exception_code == 1
    finally:
        client.close()  # type: ignore[no-untyped-call]  # published without its type
        ended.set()
        thread.join()
