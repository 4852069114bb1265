"""What a school edits about its gate: `site.toml` and `devices.toml`, all problems at once.

Every key can be overridden by the environment as `KIOSK_SITE__LANE__PULSE_MS`, which a service
unit may use; what no key names is refused.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.errors import ConfigError, Problem
from config.toml_lines import line_of
from kiosk.core.phases import Direction
from kiosk.core.readings import BodySite

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Argument = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Offset = Annotated[str, StringConstraints(pattern=r"^[+-](0\d|1[0-4]):[0-5]\d$")]
Baud = Annotated[int | None, Field(ge=1200, le=921600)]
"""The rate of a serial port; left out, the factory setting of the device."""

CalibrateDays = Annotated[int, Field(ge=1, le=3660)]
"""How many days a calibration holds; half a year is local practice."""

Options = dict[str, str | bool | int | float | list[int]]
"""Settings that one driver has and others have not; drivers/README.md lists them."""

_STRICT = ConfigDict(extra="forbid", frozen=True)


class LaneConfig(BaseModel):
    """One access point; times in milliseconds (ms) or seconds (s)."""

    model_config = _STRICT

    access_point: Name
    name_zh: Text
    name_en: Text
    direction: Direction = Direction.IN
    two_way: bool = True
    pulse_ms: int = Field(default=700, ge=100, le=5000)
    patience_s: float = Field(default=8.0, ge=2, le=60)
    patience_typed_s: float = Field(default=30.0, ge=5, le=300)
    passage_s: float = Field(default=3.0, ge=0.5, le=30)
    repeat_s: float = Field(default=2.0, ge=0.5, le=30)
    repeat_granted_s: float = Field(default=10.0, ge=1, le=120)
    lock_idle_s: float = Field(default=600.0, ge=0, le=7200)


class TypedInstrument(BaseModel):
    """An instrument whose values the guard types; the correction is in degrees C."""

    model_config = _STRICT

    name: Name
    site: BodySite
    correction_c: float = Field(default=0.0, ge=-5, le=5)
    low_c: float = Field(default=32.0, ge=0, le=50)
    high_c: float = Field(default=43.0, ge=0, le=50)
    calibrate_days: CalibrateDays = 180


class SiteConfig(BaseModel):
    """The school and its gate."""

    model_config = _STRICT

    node: Name
    school_zh: Text
    school_en: Text
    utc_offset: Offset = "+08:00"
    policy: str = "policies/notice-2020-02.toml"
    hotline: str | None = Field(default=None, max_length=40)
    registration_url: str | None = Field(default=None, max_length=200)
    print_command: tuple[Argument, ...] = Field(default=(), max_length=20)
    lane: LaneConfig
    handheld: TypedInstrument
    contact: TypedInstrument


class ThermometerConfig(BaseModel):
    """A thermometer on a serial port; raw degrees C, `correction_c` is added to a reading."""

    model_config = _STRICT

    name: Name
    driver: Name
    port: str = Field(default="", max_length=200)
    baud: Baud = None
    options: Options = {}
    site: BodySite = BodySite.FOREHEAD
    correction_c: float = Field(ge=-10, le=10)
    emissivity: float = Field(default=0.98, ge=0.5, le=1.0)
    period_ms: int | None = Field(default=None, ge=20, le=5000)
    contrast_c: float = Field(default=2.0, ge=0.5, le=10)
    settle_band_c: float = Field(default=0.5, ge=0.1, le=2)
    target_c: float | None = Field(default=None, ge=10, le=40)
    warm_up_s: float = Field(default=0.0, ge=0, le=3600)
    calibrate_days: CalibrateDays = 180


class CameraConfig(BaseModel):
    """A camera: `source` is `v4l2:PATH`, `http://...` of an MJPEG stream, or `folder:PATH`."""

    model_config = _STRICT

    name: Name
    source: str = Field(min_length=1, max_length=300)
    direction: Direction | None = None


class ScannerConfig(BaseModel):
    """A serial scanner."""

    model_config = _STRICT

    name: Name
    driver: Name = "line"
    port: str = Field(default="", max_length=200)
    baud: Baud = None
    options: Options = {}
    direction: Direction | None = None


class CardReaderConfig(BaseModel):
    """A reader of resident ID cards on a serial port."""

    model_config = _STRICT

    name: Name
    driver: Name = "sam_v"
    port: str = Field(default="", max_length=200)
    baud: Baud = None
    options: Options = {}
    direction: Direction | None = None


class DoorConfig(BaseModel):
    """A door relay; `limit_ms` bounds how long it may be on, held by the helper process."""

    model_config = _STRICT

    name: Name
    driver: Name = "lcus"
    port: str = Field(default="", max_length=200)
    baud: Baud = None
    options: Options = {}
    channel: int = Field(default=1, ge=1, le=32)
    limit_ms: int = Field(default=5000, ge=500, le=5000)


class DevicesConfig(BaseModel):
    """Every device of one gate; a gate works without any of them.

    What only the drivers know (names, options, ports) is checked by `kiosk check` and the station.
    """

    model_config = _STRICT

    thermometer: ThermometerConfig | None = None
    camera: tuple[CameraConfig, ...] = ()
    scanner: tuple[ScannerConfig, ...] = ()
    card_reader: tuple[CardReaderConfig, ...] = ()
    door: DoorConfig | None = None


class GateConfig(BaseSettings):
    """Site and devices together, as the station takes them."""

    model_config = SettingsConfigDict(
        env_prefix="KIOSK_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    site: SiteConfig
    devices: DevicesConfig = DevicesConfig()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the files; read nothing else."""
        return env_settings, init_settings


def load_gate(folder: Path) -> GateConfig:
    """Load `site.toml` and `devices.toml` of a folder; raises ConfigError with all problems."""
    problems: list[Problem] = []
    sources = {name: _read(folder / f"{name}.toml", problems) for name in ("site", "devices")}
    if problems:
        raise ConfigError(problems)
    try:
        return GateConfig(site=sources["site"][1], devices=sources["devices"][1])
    except ValidationError as error:
        raise ConfigError([_problem(one, sources) for one in error.errors()]) from error


def _read(path: Path, problems: list[Problem]) -> tuple[str, Any]:
    try:
        source = path.read_text(encoding="utf-8")
        return source, tomllib.loads(source)
    except OSError as error:
        problems.append(Problem(path.name, "", f"cannot be read: {error.strerror}; put it there"))
    except UnicodeDecodeError:
        problems.append(Problem(path.name, "", "is not UTF-8 text; save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path.name, "", f"is not TOML: {error}"))
    return "", {}


_TO_MEND = {
    "extra_forbidden": "is not a key here; remove it or mend its spelling",
    "missing": "is missing; write it",
    "tuple_type": "is a list: write [[{key}]] with two brackets, once for each",
    "model_type": "is one table: write [{key}] with one bracket, once",
    "dict_type": "is one table: write {{ name = value }}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "greater_than": "must be more than {gt:g}",
    "finite_number": "must be a number",
    "float_parsing": "must be a number without quotes",
    "int_parsing": "must be a whole number without quotes",
    "string_pattern_mismatch": "must fit {pattern}: small letters, digits, - and _",
}
"""What to do, by the kind of error; any other is told in the words of pydantic."""


def _problem(error: Any, sources: dict[str, tuple[str, Any]]) -> Problem:
    where = [str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"]]
    name, key = where[0], where[1:]
    source = sources.get(name, ("", {}))[0]
    words = _TO_MEND.get(error["type"])
    named = key[-1] if key else name
    what = error["msg"] if words is None else words.format(key=named, **error.get("ctx", {}))
    return Problem(f"{name}.toml", ".".join(key), what, line_of(source, tuple(key)))
