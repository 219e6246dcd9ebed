"""What a client heard, and how it is laid against what Sinew decoded from the same bytes."""

from dataclasses import dataclass, field

# Sinew's values are 32-bit floats; a client's may be doubles.
RELATIVE_TOLERANCE = 1e-6
# Samples at either end that one of the two may lack: decoders that wait for a witness behind a frame,
# clients that drop what came while they started.
EDGE = 4


@dataclass
class Heard:
    """`streams`: rows of numbers by the name of Sinew's stream. A name may choose columns, `motion[0:3]`,
    or lay streams side by side, `emg-1+emg-2`."""

    streams: dict
    rate: float
    counters: list = field(default_factory=list)
    modulus: int = 256

    def steps(self):
        return {
            (after - before) % self.modulus
            for before, after in zip(self.counters, self.counters[1:])
        }


def select(decoded, name):
    """Sinew's rows for a name as above."""
    if "+" in name:
        parts = [decoded.get(part, []) for part in name.split("+")]
        return [sum(rows, []) for rows in zip(*parts)]
    if "[" in name:
        name, columns = name.rstrip("]").split("[")
        first, last = map(int, columns.split(":"))
        return [row[first:last] for row in decoded.get(name, [])]
    return decoded.get(name, [])


def _same(ours, theirs):
    if len(ours) != len(theirs):
        return False
    bound = RELATIVE_TOLERANCE * max(1, *map(abs, theirs))
    return all(abs(a - b) <= bound for a, b in zip(ours, theirs))


def _run(ours, theirs, start, skipped):
    """How many rows agree from these two places on."""
    length = 0
    most = min(len(ours) - start, len(theirs) - skipped)
    while length < most and _same(ours[start + length], theirs[skipped + length]):
        length += 1
    return length


def longest_run(ours, theirs):
    """How many rows of `theirs` stand in `ours` one after the other without a gap, and the worst
    difference among them. Up to EDGE rows of `theirs` may be missing at the beginning."""
    best = (0, 0, 0)
    for skipped in range(min(EDGE, len(theirs)) + 1):
        for start in range(len(ours)):
            best = max(best, (_run(ours, theirs, start, skipped), start, skipped))
            if best[0] >= len(theirs) - EDGE:
                break
        if best[0] >= len(theirs) - EDGE:
            break
    length, start, skipped = best
    differences = (
        abs(a - b) for index in range(length)
        for a, b in zip(ours[start + index], theirs[skipped + index]))
    return length, max(differences, default=0.0)
