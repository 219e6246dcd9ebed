"""What a run's lines say, held against the truth. Standard library only."""
import math
from dataclasses import dataclass, field

MATCH_S, NARROW_MATCH_S = 0.2, 0.15
"""A detected burst edge belongs to a mark when it lies this near: further off it is neither a
late nor an early one but another event, and counts as one missed and one extra. The narrower one
is printed beside it."""
PEAK_BEFORE_S, PEAK_AFTER_S = 0.3, 0.3
"""A contraction of a slow envelope is found when its peak lies between onset and offset, give or
take this much: the peaks were placed by an algorithm on a 35 Hz envelope."""


def quantile(values, share):
    """Linear between the two nearest, as numpy does; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


@dataclass
class Repetition:
    start: float
    end: float
    turn: float
    emitted: float
    is_backlog: bool
    """Published together when the set was recognised, not when it ended."""
    is_partial: bool
    removed: str | None = None


@dataclass
class Edge:
    """Onset or offset of a burst: as first said, and as corrected later."""

    first: float
    decided: float
    best: float


@dataclass
class Outcome:
    """One run's lines, understood."""

    repetitions: list = field(default_factory=list)
    onsets: list = field(default_factory=list)
    offsets: list = field(default_factory=list)
    phases: list = field(default_factory=list)
    qualities: list = field(default_factory=list)
    """(time, quality, flags) of each `signal`."""
    cues: int = 0
    cpu_s: float = 0.0

    @property
    def counted(self):
        """The count of a file: `partial:false`, less those removed, over all sets."""
        return [r for r in self.repetitions if not r.is_partial and not r.removed]


def understand(messages):
    """Lines of one run, in order."""
    outcome = Outcome()
    by_number = {}
    opened = None
    for message in messages:
        kind = message["kind"]
        if kind == "set.started":
            opened = message["t_emit"]
        elif kind == "rep":
            outcome.repetitions.append(_repetition(message, opened))
            by_number[message.get("set"), message["rep"]] = outcome.repetitions[-1]
        elif kind == "rep.revised":
            _revise(by_number.get((message.get("set"), message["rep"])), message)
        elif kind in ("onset", "offset"):
            edges = outcome.onsets if kind == "onset" else outcome.offsets
            if message.get("correction") and edges:
                edges[-1].best = message["t_signal"]
            else:
                time = message["t_signal"]
                edges.append(Edge(time, message["t_decided"], time))
        elif kind == "phase":
            outcome.phases.append((message["t_signal"], message["t_emit"], message["phase"]))
        elif kind == "signal":
            outcome.qualities.append((message["t_signal"], message["quality"], message["flags"]))
        elif kind == "cue":
            outcome.cues += 1
    return outcome


def _repetition(message, opened):
    return Repetition(
        start=message["t_start"], end=message["t_end"],
        turn=message["phases"][0]["t_end"], emitted=message["t_emit"],
        is_backlog=message["t_emit"] == opened, is_partial=message["partial"])


def _revise(repetition, message):
    if repetition is None:
        return
    if message.get("removed"):
        repetition.removed = message["why"]
    else:
        repetition.end = message.get("t_end", repetition.end)


def phase_errors(outcome, marks):
    """Seconds by which the two directions of each marked repetition were taken too long or short.
    The first start and the last end lie in the pause beside the set and are left out."""
    errors = []
    found = outcome.counted
    for index, mark in enumerate(marks):
        if not found:
            break
        nearest = min(found, key=lambda r: abs(r.turn - mark["turn_s"]))
        if index > 0:
            errors.append(nearest.turn - nearest.start - (mark["turn_s"] - mark["start_s"]))
        if index < len(marks) - 1:
            errors.append(nearest.end - nearest.turn - (mark["end_s"] - mark["turn_s"]))
    return errors


@dataclass
class EdgeScore:
    """Errors in milliseconds, positive = late."""

    marks: int = 0
    missed: int = 0
    extra: int = 0
    first: list = field(default_factory=list)
    best: list = field(default_factory=list)
    delays: list = field(default_factory=list)

    def add(self, other):
        for name in ("marks", "missed", "extra"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("first", "best", "delays"):
            getattr(self, name).extend(getattr(other, name))


def score_edges(edges, truth, span, tolerance=MATCH_S):
    """One to one, nearest first; edges outside the scored span don't count."""
    inside = [edge for edge in edges if span[0] <= edge.best <= span[1]]
    pairs = sorted(
        (abs(edge.best - time), i, j)
        for i, edge in enumerate(inside) for j, time in enumerate(truth)
        if abs(edge.best - time) <= tolerance)
    score = EdgeScore(marks=len(truth))
    used_edges, used_marks = set(), set()
    for _, i, j in pairs:
        if i in used_edges or j in used_marks:
            continue
        used_edges.add(i)
        used_marks.add(j)
        score.first.append(1000 * (inside[i].first - truth[j]))
        score.best.append(1000 * (inside[i].best - truth[j]))
        score.delays.append(1000 * (inside[i].decided - truth[j]))
    score.missed = len(truth) - len(used_marks)
    score.extra = len(inside) - len(used_edges)
    return score


BEFORE_REPETITION_S = 0.6
"""A muscle may begin this much before the limb moves."""


def score_repetition_bursts(outcome, marks):
    """Repetitions with an onset between shortly before their start and their turn, and onsets of
    the set that belong to none."""
    if not marks:
        return 0, 0
    found, used = 0, set()
    for mark in marks:
        for index, onset in enumerate(outcome.onsets):
            is_near = mark["start_s"] - BEFORE_REPETITION_S <= onset.best <= mark["turn_s"]
            if is_near and index not in used:
                used.add(index)
                found += 1
                break
    begin, end = marks[0]["start_s"] - BEFORE_REPETITION_S, marks[-1]["end_s"]
    inside = sum(begin <= onset.best <= end for onset in outcome.onsets)
    return found, inside - len(used)


def bursts(outcome, end):
    """(onset, offset) pairs; one that is still open ends with the recording."""
    pairs = []
    offsets = [edge.best for edge in outcome.offsets]
    for index, onset in enumerate(outcome.onsets):
        following = outcome.onsets[index + 1].best if index + 1 < len(outcome.onsets) else end
        stop = min((time for time in offsets if onset.best < time <= following), default=following)
        pairs.append((onset.best, stop))
    return pairs


def score_peaks(outcome, peaks, end):
    """Contractions found, missed, bursts without one, and seconds by which the labels were moved.

    In one recording every label lies the same 2.2 s before the contraction in the trace: where
    labels as they stand meet less than half of the bursts, the best common shift is tried.
    """
    spans = bursts(outcome, end)
    best = (*_match_peaks(spans, peaks), 0.0)
    if best[0] < len(peaks) / 2:
        for step in range(-30, 31):
            shift = step / 10
            score = _match_peaks(spans, [peak + shift for peak in peaks])
            if score[0] > best[0] or score[0] == best[0] and abs(shift) < abs(best[3]):
                best = (*score, shift)
    return best


def _match_peaks(spans, peaks):
    used = set()
    found = 0
    for peak in peaks:
        for index, (start, stop) in enumerate(spans):
            inside = start - PEAK_BEFORE_S <= peak <= stop + PEAK_AFTER_S
            if inside and index not in used:
                used.add(index)
                found += 1
                break
    return found, len(peaks) - found, len(spans) - len(used)
