"""One crowd at a time: each is a whole gate with its own processes, and time in it runs fast."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests on one worker; the suite's other tests run beside them."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("crowd"))
