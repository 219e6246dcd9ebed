"""A short form of `make kiosk-soak`."""

from gym import Gym, ScriptedDaemon
from scenes import opening
from soak import grew, soak


def test_an_hour_of_a_busy_floor_leaves_nothing_behind(page, gym):
    with ScriptedDaemon(gym.folder / "feedback.sock") as daemon:
        page.get(gym.kiosk())
        daemon.accept()
        daemon.say(*opening())
        result = soak(page, gym, daemon, 1)
        assert result["lines"] > 15_000
        assert not grew(result), result
