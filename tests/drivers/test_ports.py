"""What is plugged in is named as it stays from boot to boot, with a guess of what it is."""

from pathlib import Path

import pytest

from drivers import likely, registry
from drivers.ports import Folders, Port, plugged_in


def usb(folder: Path, name: str, vendor: str, product: str) -> None:
    one = folder / name
    one.mkdir(parents=True)
    (one / "idVendor").write_text(f"{vendor}\n", encoding="utf-8")
    (one / "idProduct").write_text(f"{product}\n", encoding="utf-8")
    (one / "product").write_text("USBRelay2\n", encoding="utf-8")


def test_keyboards_cameras_and_things_without_a_port_are_listed(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "s", tmp_path / "v", tmp_path / "i", tmp_path / "u")
    for folder, name in ((folders.input, "usb-Newland-event-kbd"), (folders.video, "usb-cam-0")):
        folder.mkdir()
        (folder / name).touch()
    (folders.input / "usb-Mouse-event-mouse").touch()
    usb(folders.usb, "1-2", "16c0", "05df")
    usb(folders.usb, "1-3", "8087", "0024")
    (folders.usb / "1-2:1.0").mkdir()
    found = {one.kind: one for one in plugged_in(folders) if one.kind != "serial"}
    assert set(found) == {"keyboard", "video", "usb"}
    assert found["keyboard"].description == "usb-Newland"
    assert found["usb"].description == "USBRelay2"
    assert found["usb"].likely is not None
    assert "not supported" in found["usb"].likely.en


def test_without_any_folder_nothing_but_ports_is_listed(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert {one.kind for one in plugged_in(Folders(gone, gone, gone, gone))} <= {"serial"}


@pytest.mark.parametrize(
    ("usb_id", "word"),
    [
        ("1a86:7523", "CH340"),
        ("0400:c35a", "SAM_V"),
        ("16c0:05df", "HID"),
        ("0403:6001", "FTDI"),
        ("10c4:ea60", "CP210x"),
        ("067b:2303", "PL2303"),
    ],
)
def test_a_known_chip_is_named_in_both_languages(usb_id: str, word: str) -> None:
    found = Port("serial", "/dev/x", "/dev/x", usb_id, "").likely
    assert found is not None
    assert word in found.en
    assert word in found.zh
    assert set(found.drivers) <= set(registry.names())


def test_of_an_unknown_chip_nothing_is_claimed() -> None:
    assert likely.likely("dead:beef") is None
    assert likely.likely(None) is None
