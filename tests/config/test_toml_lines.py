"""Problems point at the line they are on."""

import pytest

from config.toml_lines import line_of

SOURCE = """\
name = "x"
title = { zh = "a", en = "b" }

[screening]
# recheck_c = 1
recheck_c = 37.0

[phases.closed]
purposes = [
    "delivery",
]

[[case]]
name = "first"

[[case]]
"quoted key" = 1
name = "second"
readings = [{ by = "infrared" }]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("title", "en"), 2),
        (("screening",), 4),
        (("screening", "recheck_c"), 6),
        (("screening", "gone"), 4),
        (("phases", "closed", "purposes"), 9),
        (("case", "1", "name"), 14),
        (("case", "2", "name"), 18),
        (("case", "2", "quoted key"), 17),
        (("case", "2", "readings", "1", "by"), 19),
        (("nowhere",), None),
    ],
)
def test_a_key_is_found_at_its_line(path: tuple[str, ...], line: int | None) -> None:
    assert line_of(SOURCE, path) == line
