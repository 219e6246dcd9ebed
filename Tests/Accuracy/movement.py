"""A generator of what a wrist sensor sees between sets, and of sets with a known truth.

The hand has a place and an orientation; both move by smooth reaches (minimum jerk), steps and
tremor. The sensor sees them through its mounting angle, bias that drifts, and noise. Everything
follows from the seed. NumPy only.
"""
import numpy as np

RATE_HZ = 100.0
"""Of the generated motion, before a sensor samples it."""
GRAVITY = 9.81
ARM_M = 0.6
"""From the shoulder to the wrist."""


def reach(fraction):
    """The minimum-jerk path from 0 to 1 (Flash and Hogan 1985)."""
    x = np.clip(fraction, 0, 1)
    return x ** 3 * (10 - 15 * x + 6 * x ** 2)


def smooth(values, seconds):
    """The moving mean over a time."""
    width = max(1, int(seconds * RATE_HZ))
    return np.convolve(values, np.ones(width) / width, "same")


class Doings:
    """Place (m, world axes, z up) and turn (rotation vector, rad) of the hand over time."""

    def __init__(self, seconds, random):
        self.random = random
        self.time = np.arange(int(round(seconds * RATE_HZ))) / RATE_HZ
        self.place = np.zeros((len(self.time), 3))
        self.turn = np.zeros((len(self.time), 3))
        self.jolt = np.zeros((len(self.time), 3))
        """Impacts, m/s2, in world axes."""
        self.at = np.zeros(6)
        """Where the reaches so far have brought the hand."""

    def go(self, start, duration, target):
        """Reaches `target` (place and turn in one) in `duration` seconds."""
        target = np.asarray(target, float)
        way = reach((self.time - start) / duration)[:, None] * (target - self.at)
        self.place += way[:, :3]
        self.turn += way[:, 3:]
        self.at = target
        return start + duration

    def window(self, start, end, ramp=0.5):
        """1 between `start` and `end`, with smooth flanks."""
        return reach((self.time - start) / ramp) * reach((end - self.time) / ramp)

    def walk(self, start, end, swing_deg, bounce_m):
        """Steps whose rhythm wanders; the arm swings once a stride."""
        pick = self.random
        rate = pick.uniform(0.75, 1.1)
        # A random walk, smooth enough to be moved along.
        wander = np.cumsum(pick.normal(size=len(self.time))) / RATE_HZ ** 0.5
        wander = smooth(smooth(wander, 0.4), 0.4)
        jitter = pick.uniform(0.005, 0.03)
        phase = 2 * np.pi * (rate * (self.time - start) + jitter * wander) + pick.uniform(0, 6.28)
        gate = self.window(start, end)
        slow = 1 + 0.25 * np.sin(2 * np.pi * pick.uniform(0.05, 0.2) * self.time + pick.uniform(0, 6))
        swing = np.radians(swing_deg) * gate * slow * np.sin(phase)
        self.turn[:, 1] += swing
        self.turn[:, 2] += 0.3 * swing * np.cos(phase + 1)
        self.place[:, 0] += ARM_M * np.sin(swing)
        self.place[:, 2] += ARM_M * (1 - np.cos(swing))
        second = pick.uniform(0.1, 0.3)
        self.place[:, 2] += bounce_m * gate * (
            np.cos(2 * phase + 0.4) + second / 4 * np.cos(4 * phase + pick.uniform(0, 6)))
        self.place[:, 1] += 0.5 * bounce_m * gate * np.sin(phase + 0.7)
        # The heel's shock, damped by the body.
        heel = np.maximum(0, np.sin(2 * phase)) ** 12
        self.jolt[:, 2] += pick.uniform(0.3, 2.0) * gate * heel
        return end

    def shock(self, when, size):
        """Metal on metal: `size` m/s2 over about 40 ms."""
        pulse = np.exp(-((self.time - when) / 0.02) ** 2)
        self.jolt += pulse[:, None] * self.random.normal(size=3) * size

    def tremble(self, size_g=0.015):
        """Physiological tremor at 8-12 Hz, narrow-band noise, and the sway of standing."""
        for axis in range(3):
            rate = self.random.uniform(8, 12)
            # Phase and size wander within a few periods, as those of real tremor do.
            phase = 2 * np.pi * rate * self.time + np.cumsum(
                self.random.normal(size=len(self.time))) * 4 / RATE_HZ ** 0.5
            size = np.abs(smooth(self.random.normal(size=len(self.time)), 0.5))
            self.jolt[:, axis] += size_g * GRAVITY * size / size.mean() * np.sin(phase)
            for _ in range(3):
                sway = self.random.uniform(0.1, 0.6)
                self.turn[:, axis] += np.radians(self.random.uniform(0.2, 1.2)) * np.sin(
                    2 * np.pi * sway * self.time + self.random.uniform(0, 6))

    def sensed(self):
        """Acceleration (g) and turn rate (deg/s) in the axes of a sensor along the hand's."""
        dt = 1 / RATE_HZ
        matrices = rotation(self.turn)
        force = np.gradient(np.gradient(self.place, dt, axis=0), dt, axis=0) + self.jolt
        force[:, 2] += GRAVITY
        acceleration = np.einsum("nji,nj->ni", matrices, force) / GRAVITY
        change = np.gradient(matrices, dt, axis=0)
        spin = np.einsum("nji,njk->nik", matrices, change)
        rate = np.stack([
            spin[:, 2, 1] - spin[:, 1, 2], spin[:, 0, 2] - spin[:, 2, 0],
            spin[:, 1, 0] - spin[:, 0, 1]], axis=1) / 2
        return acceleration, np.degrees(rate)


def rotation(vectors):
    """Rotation matrices of rotation vectors (Rodrigues)."""
    vectors = np.atleast_2d(vectors)
    angle = np.linalg.norm(vectors, axis=1)
    axis = vectors / np.maximum(angle, 1e-12)[:, None]
    cross = np.zeros((len(vectors), 3, 3))
    cross[:, 0, 1], cross[:, 0, 2], cross[:, 1, 2] = -axis[:, 2], axis[:, 1], -axis[:, 0]
    cross[:, 1, 0], cross[:, 2, 0], cross[:, 2, 1] = axis[:, 2], -axis[:, 1], axis[:, 0]
    sine, cosine = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    return np.eye(3) + sine * cross + (1 - cosine) * cross @ cross


def somewhere(random, far_m=0.5, turn_deg=60):
    return np.concatenate([
        random.uniform(-far_m, far_m, 3), np.radians(random.uniform(-turn_deg, turn_deg, 3))])


def stand(doings, start, end):
    """Stands about: now and then the hand finds another place."""
    random, now = doings.random, start + random_pause(doings, 1, 3)
    while now < end - 2:
        now = doings.go(now, random.uniform(0.5, 1.2), somewhere(random, 0.15, 25))
        now += random_pause(doings, 1, 4)


def random_pause(doings, least, most):
    return doings.random.uniform(least, most)


def stroll(doings, start, end):
    doings.walk(start, end, doings.random.uniform(6, 30), doings.random.uniform(0.008, 0.025))


def carry(doings, start, end):
    """A plate or dumbbells in the hands: the arm hardly swings."""
    random = doings.random
    now = doings.go(start, random.uniform(0.8, 1.4), somewhere(random, 0.3, 40))
    now = doings.walk(now, max(now + 1.5, end - 1.6), random.uniform(1, 6), random.uniform(0.006, 0.02))
    doings.go(now, random.uniform(0.8, 1.4), somewhere(random, 0.3, 40))
    doings.shock(now + 1.3, random.uniform(2, 12))


def rack(doings, start, end):
    """Plates from tree to bar: reach a peg, grip, lift, a few steps, push on, another peg."""
    random, now = doings.random, start
    sleeve = somewhere(random, 0.3, 40)
    while now < end - 4.5:
        peg = somewhere(random, 0.4, 60)
        now = doings.go(now, random.uniform(0.7, 1.4), peg)
        now += random_pause(doings, 0.3, 1.2)
        lift = peg + somewhere(random, 0.15, 30)
        now = doings.go(now, random.uniform(0.6, 1.2), lift)
        steps = random.uniform(0.8, 3)
        doings.walk(now, now + steps, random.uniform(1, 5), random.uniform(0.006, 0.015))
        now = doings.go(now + steps, random.uniform(0.7, 1.4), sleeve + somewhere(random, 0.06, 15))
        doings.shock(now, random.uniform(2, 15))
        now += random_pause(doings, 0.2, 2.0)


def prepare(doings, start, end):
    """Grips the bar, shifts, takes a belt, drinks, wipes: reaches of every kind."""
    random, now = doings.random, start
    while now < end - 2:
        now = doings.go(now, random.uniform(0.4, 1.2), somewhere(random, 0.4, 80))
        now += random_pause(doings, 0.1, 2.0)


def wipe(doings, start, end):
    """A towel over the face: a few quick strokes, then it goes."""
    random = doings.random
    now = doings.go(start, 1.0, somewhere(random, 0.4, 80))
    base = doings.at.copy()
    for index in range(random.integers(2, 4)):
        stroke = np.zeros(6)
        stroke[:3] = random.normal(size=3) * 0.06
        stroke[3:] = np.radians(random.normal(size=3) * 15)
        if now > end - 2:
            break
        now = doings.go(now, random.uniform(0.25, 0.5), base + (-1) ** index * stroke)
    doings.go(max(now, end - 1.4), 1.0, somewhere(random, 0.3, 40))


KINDS = (
    (stand, 0.2, 4, 15), (stroll, 0.27, 4, 25), (carry, 0.17, 5, 15), (rack, 0.17, 6, 18),
    (prepare, 0.13, 4, 12), (wipe, 0.06, 4, 6))
"""What people do between sets, its share, and how long it takes, s."""


def between_sets(seconds, random, still_before=0.0, still_after=0.0):
    """Acceleration and turn rate at 100 Hz of a hand that does not train."""
    doings = Doings(seconds, random)
    now, end = still_before, seconds - still_after
    shares = np.array([kind[1] for kind in KINDS])
    while now < end - 2.5:
        act, _, least, most = KINDS[random.choice(len(KINDS), p=shares / shares.sum())]
        until = min(end, now + random.uniform(least, most))
        act(doings, now, until)
        now = until + random.uniform(0.2, 1.5)
    doings.tremble()
    return doings.sensed()


def mounting(random):
    """A sensor fastened at any angle."""
    q = random.normal(size=4)
    w, x, y, z = q / np.linalg.norm(q)
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]])


def bringing(source, target, random):
    """A rotation that brings one direction onto another, turned about it by chance."""
    def frame(first):
        first = first / np.linalg.norm(first)
        other = np.eye(3)[np.argmin(np.abs(first))]
        second = np.cross(first, other)
        second /= np.linalg.norm(second)
        return np.stack([first, second, np.cross(first, second)], axis=1)
    angle = random.uniform(0, 2 * np.pi)
    turn = np.array([
        [1, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]])
    return frame(target) @ turn @ frame(source).T


def sampled(values, times, window_s, noise, random):
    """What a sensor gives at `times`: the mean over its own interval, and its noise."""
    width = max(1, int(round(window_s * RATE_HZ)))
    sums = np.cumsum(np.vstack([np.zeros((1, values.shape[1])), values]), axis=0)
    last = np.clip((times * RATE_HZ).astype(int) + 1, 1, len(values))
    first = np.maximum(0, last - width)
    mean = (sums[last] - sums[first]) / (last - first)[:, None]
    return mean + random.normal(size=mean.shape) * noise


def table(acceleration, rate, random, hz=50.0):
    """A recording: rows of time, acceleration in g, turn rate in deg/s; mounting, bias and its
    drift, and noise by chance."""
    times = np.arange(int(len(rate) / RATE_HZ * hz)) / hz
    turn = mounting(random)
    drift = np.sin(2 * np.pi * times[:, None] / random.uniform(60, 600) + random.uniform(0, 6, 3))
    force = sampled(acceleration, times, 1 / hz, 0.004, random) @ turn.T
    spin = sampled(rate, times, 1 / hz, 0.3, random) @ turn.T
    force += random.normal(size=3) * 0.02
    spin += random.normal(size=3) * 0.7 + 0.3 * drift
    return np.column_stack([times, force, spin])


def set_with_truth(seed, hz=50.0):
    """A set with pauses and partial repetitions: the recording, and a list of (start, turn, end,
    is_partial)."""
    random = np.random.default_rng([77, seed])
    carried = random.random() < 0.5
    count = int(random.integers(5, 13))
    out_s, back_s = random.uniform(0.7, 1.6), random.uniform(0.9, 2.6)
    top_s, bottom_s = random.uniform(0, 0.8), random.uniform(0, 0.8)
    range_m, range_deg = random.uniform(0.35, 0.7), random.uniform(60, 130)
    doings = Doings(6 + count * 1.25 * (out_s + back_s + top_s + bottom_s) + 8, random)
    axis = np.radians(range_deg) * np.array([random.normal() * 0.2, 1, random.normal() * 0.2])
    full = np.concatenate([[0, 0, range_m], axis * 0.12]) if carried else np.concatenate(
        [[0.1, 0, 0.15], axis])
    now, truth = random.uniform(3, 6), []
    for index in range(count):
        partial = index > 2 and random.random() < 0.1
        share = random.uniform(0.45, 0.65) if partial else 1 + 0.04 * random.normal()
        slow = 1 + 0.25 * index / count + 0.06 * random.normal()
        quick = share ** 0.5 * slow
        start = now
        turn = doings.go(now, out_s * quick, share * full)
        back = turn + top_s * slow
        now = doings.go(back, back_s * quick, np.zeros(6))
        truth.append((start, turn, now, partial))
        now += bottom_s * slow
    doings.tremble(0.03)
    acceleration, rate = doings.sensed()
    keep = int((now + 3) * RATE_HZ)
    return table(acceleration[:keep], rate[:keep], random, hz), truth
