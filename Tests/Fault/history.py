"""What happens to the history's file while it is in use, and what the daemon makes of it."""

import os
import sqlite3

from gym import wait_for


def one_set(gym, screen):
    """A set from start to end; its number."""
    place = len(screen.messages)
    number = gym.ask("set.start", station="rack-1")["set"]
    screen.wait("activation", after=place)
    gym.ask("set.end", station="rack-1")
    screen.wait("set.ended", after=place, set=number)
    return number


def is_kept(gym, number):
    try:
        return gym.ask("report", set=number)["set"]["set"] == number
    except RuntimeError:
        return False


def locked(suite, streaming):
    """another program holds the history"""
    with suite.gym() as gym:
        screen = streaming(gym)
        wait_for(lambda: is_kept(gym, one_set(gym, screen)), "a set that is kept")
        other = sqlite3.connect(gym.state / "history.sqlite", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        number = one_set(gym, screen)
        why = wait_for(lambda: gym.ask("status")["history"].get("why"), "a word about the lock")
        suite.check("history locked: sets and levels go on, and status says why nothing is kept",
                    "held by another program" in why, why)
        other.execute("ROLLBACK")
        other.close()
        wait_for(lambda: gym.ask("status")["history"]["stored"], "the history to be kept again")
        history = gym.ask("status")["history"]
        suite.check("history locked: let go, what waited is kept", is_kept(gym, number)
                    and history["lost"] == 0, f"{history}")


def damaged(suite, streaming):
    """the history is damaged, in use and between two lives"""
    with suite.gym() as gym:
        screen = streaming(gym)
        file = gym.state / "history.sqlite"
        before = one_set(gym, screen)
        wait_for(lambda: is_kept(gym, before), "a set that is kept")
        with open(file, "r+b", buffering=0) as damage:
            damage.write(os.urandom(max(8192, file.stat().st_size)))
        number = one_set(gym, screen)
        place = len(screen.messages)
        screen.wait("activation", after=place)
        suite.check("history damaged in use: sets and levels go on", number > before,
                    f"set {before}, then {number}")
        suite.check("history damaged in use: it ends in order", gym.end() == 0)
        with open(file, "r+b", buffering=0) as damage:
            damage.write(os.urandom(8192))
        for name in ("history.sqlite-wal", "history.sqlite-shm"):
            (gym.state / name).unlink(missing_ok=True)
        gym.start()
        screen = gym.listen()
        screen.wait("activation")
        aside = sorted(path.name for path in gym.state.glob("history.sqlite.damaged*"))
        following = one_set(gym, screen)
        suite.check("history damaged: it is put aside, and a new one is begun",
                    aside and is_kept(gym, following), ", ".join(aside))
        said = [line for line in gym.output.splitlines() if "damaged" in line]
        suite.check("history damaged: the log says so, and no number comes back",
                    said and following > number, said[-1] if said else "")
