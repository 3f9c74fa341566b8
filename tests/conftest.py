"""Options of the test run."""

import pytest
from hypothesis import settings

# The same examples in every run, however slow the machine: a failure is somebody's change, never the dice.
settings.register_profile("articlekit", deadline=None, derandomize=True)
settings.load_profile("articlekit")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate",
        action="store_true",
        help="write what is found into fixtures/*/expected.json instead of comparing; then read the diff",
    )


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    return request.config.getoption("--regenerate")
