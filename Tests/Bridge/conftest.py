import os

import pytest

from street import Street


@pytest.fixture
def street():
    with Street(os.environ.get("SINEW_PROGRAMS", ".build/debug")) as street:
        yield street
