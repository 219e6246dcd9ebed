"""Recordings made harder: quicker, noisier, with a hole, slipped, or between other movement. NumPy
only."""
import numpy as np

import movement

BEFORE_S, AFTER_S, STILL_S = 24.0, 20.0, 1.6
"""Other movement around a set, and the stillness that joins it to the recording."""


def faster(rows, factor=1.25):
    """The same movement in less time. Acceleration is mostly gravity and stays."""
    rows = rows.copy()
    rows[:, 0] /= factor
    rows[:, 4:7] *= factor
    return rows


def noisy(rows, seed, force_g=0.03, spin_dps=5.0):
    """White noise as strong at 25 samples a second as given, whatever the sensor's rate."""
    random = np.random.default_rng(seed)
    rows = rows.copy()
    for columns, size in ((slice(1, 4), force_g), (slice(4, 7), spin_dps)):
        known = np.isfinite(rows[:, columns]).all(axis=1)
        seconds = rows[-1, 0] - rows[0, 0]
        scale = size * max(1, known.sum() / seconds / 25) ** 0.5
        rows[:, columns] += random.normal(size=(len(rows), 3)) * scale
    return rows


def with_hole(rows, seconds=2.0):
    """Nothing for `seconds` in the middle: the recording, and when the hole was."""
    middle = (rows[0, 0] + rows[-1, 0]) / 2
    hole = (middle - seconds / 2, middle + seconds / 2)
    inside = (rows[:, 0] > hole[0]) & (rows[:, 0] < hole[1])
    return rows[~inside], hole


def slipped(rows, seed, angle_deg=90.0, seconds=0.4):
    """In the middle the sensor slips round by `angle_deg` about any axis, and feels it do so."""
    axis = np.random.default_rng(seed).normal(size=3)
    axis /= np.linalg.norm(axis)
    part = np.clip((rows[:, 0] - (rows[0, 0] + rows[-1, 0]) / 2) / seconds, 0, 1)
    angle = np.radians(angle_deg) * part ** 2 * (3 - 2 * part)
    speed_dps = angle_deg / seconds * 6 * part * (1 - part)

    def turned(vectors):  # Rodrigues' formula, each row by its own angle
        along = np.outer(vectors @ axis, axis)
        across = np.cross(axis, vectors)
        cosine, sine = np.cos(angle)[:, None], np.sin(angle)[:, None]
        return along + cosine * (vectors - along) + sine * across

    rows = rows.copy()
    rows[:, 1:4] = turned(rows[:, 1:4])
    rows[:, 4:7] = turned(rows[:, 4:7]) - speed_dps[:, None] * axis
    return rows


def remounted(rows, seed):
    """The sensor at another angle."""
    turn = movement.mounting(np.random.default_rng(seed))
    rows = rows.copy()
    rows[:, 1:4] = rows[:, 1:4] @ turn.T
    rows[:, 4:7] = rows[:, 4:7] @ turn.T
    return rows


def biased(rows, seed, force_g=0.03, spin_dps=3.0):
    random = np.random.default_rng(seed)
    rows = rows.copy()
    rows[:, 1:4] += force_g * random.choice([-1, 1], 3)
    rows[:, 4:7] += spin_dps * random.choice([-1, 1], 3)
    return rows


def embedded(rows, seed):
    """The set between other movement of the same hand, sampled like the set: the recording, and
    when the set lies in it. Gravity does not jump: a still hand joins the parts."""
    random = np.random.default_rng(seed)
    force_known = np.isfinite(rows[:, 1:4]).all(axis=1)
    spin_known = np.isfinite(rows[:, 4:7]).all(axis=1)
    force_rows, spin_rows = rows[force_known], rows[spin_known]
    hands = [
        movement.between_sets(BEFORE_S, random, still_after=STILL_S),
        movement.between_sets(AFTER_S, random, still_before=STILL_S)]
    ends = (force_rows[:3, 1:4].mean(axis=0), force_rows[-3:, 1:4].mean(axis=0))
    length = rows[-1, 0] - rows[0, 0]
    parts = [np.column_stack([rows[:, 0] - rows[0, 0] + BEFORE_S, rows[:, 1:]])]
    for (force, spin), gravity, is_before in zip(hands, ends, (True, False)):
        touching = force[-20:] if is_before else force[:20]
        turn = movement.bringing(touching.mean(axis=0), gravity, random)
        shift = 0.0 if is_before else BEFORE_S + length
        for values, known, columns, noise in (
                (force, force_rows, slice(1, 4), 0.004), (spin, spin_rows, slice(4, 7), 0.3)):
            step = np.median(np.diff(known[:, 0]))
            times = np.arange(step if not is_before else 0.0, len(values) / movement.RATE_HZ, step)
            part = np.full((len(times), 7), np.nan)
            part[:, 0] = times + shift
            part[:, columns] = movement.sampled(values, times, step, noise, random) @ turn.T
            parts.append(part)
    joined = np.vstack(parts)
    return merged(joined[np.argsort(joined[:, 0], kind="stable")]), (BEFORE_S, BEFORE_S + length)


def merged(rows):
    """Rows of the same instant become one."""
    keep = []
    for row in rows:
        if keep and abs(row[0] - keep[-1][0]) < 1e-6:
            empty = np.isnan(keep[-1])
            keep[-1][empty] = row[empty]
        else:
            keep.append(row.copy())
    return np.array(keep)
