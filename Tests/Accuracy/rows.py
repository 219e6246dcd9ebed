"""One row of the table from the runs of a group. Standard library only."""
import scoring
from scoring import quantile


def repetition_row(results):
    """Mean absolute error and shares of one group."""
    errors = [len(outcome.counted) - run.truth for run, outcome in results]
    size = [abs(error) for error in errors]
    live = [r.emitted - r.end for _, o in results for r in o.repetitions if not r.is_backlog]
    early = [r.emitted - r.end for _, o in results for r in o.repetitions if r.is_backlog]
    return {
        "files": len(errors),
        "mae": sum(size) / len(size),
        "exact_percent": 100 * size.count(0) / len(size),
        "within_one_percent": 100 * sum(s <= 1 for s in size) / len(size),
        "partial": sum(r.is_partial for _, o in results for r in o.repetitions),
        "mae_partial_counted": sum(
            abs(len([r for r in o.repetitions if not r.removed]) - run.truth)
            for run, o in results) / len(results),
        "removed_not_a_lift": sum(
            r.removed == "not_a_lift" for _, o in results for r in o.repetitions),
        "removed_unloaded": sum(r.removed == "unloaded" for _, o in results for r in o.repetitions),
        "delay_live_s": spread(live, 0.5, 0.9, 1.0),
        "delay_first_s": spread(early, 0.5, 0.9, 1.0),
        "delay_very_first_s": spread(
            [o.repetitions[0].emitted - o.repetitions[0].end for _, o in results if o.repetitions],
            0.5, 0.9, 1.0),
        "misses": [
            f"{run.name}: {run.truth} found {len(outcome.counted)}"
            for run, outcome in results if len(outcome.counted) != run.truth],
    }


def spread(values, *shares):
    return [None if not values else round(quantile(values, share), 4) for share in shares]


def edge_row(score):
    def of(errors):
        size = [abs(error) for error in errors]
        return {
            "mae_ms": round(sum(size) / len(size), 1) if size else None,
            "bias_ms": round(sum(errors) / len(errors), 1) if errors else None,
            "p95_ms": None if not size else round(quantile(size, 0.95), 1),
        }
    return {
        "marks": score.marks, "missed": score.missed, "extra": score.extra,
        "first": of(score.first), "corrected": of(score.best),
        "decided_after_ms": spread(score.delays, 0.5, 0.95),
    }


def burst_row(results):
    """Curls: repetitions with an onset of the biceps, onsets that belong to none, by file."""
    scores = {run.name: (len(run.phases), *scoring.score_repetition_bursts(outcome, run.phases))
              for run, outcome in results}
    return {
        "repetitions": sum(score[0] for score in scores.values()),
        "found": sum(score[1] for score in scores.values()),
        "extra": sum(score[2] for score in scores.values()),
        "files": {name: score for name, score in scores.items()
                  if score[0] != score[1] or score[2]}}


def quality_row(results):
    """Files in which a muscle's signal was poor or off after its first second, and the flags."""
    row = {"files": 0, "ever_poor": 0, "ever_off": 0, "poor_at_end": 0, "flags_when_poor": {}}
    for _, outcome in results:
        if not outcome.qualities:
            continue
        row["files"] += 1
        poor = [flags for _, quality, flags in outcome.qualities if quality == "poor"]
        row["ever_poor"] += bool(poor)
        row["ever_off"] += any(quality == "off" for _, quality, _ in outcome.qualities)
        row["poor_at_end"] += outcome.qualities[-1][1] == "poor"
        for flag in {flag for flags in poor for flag in flags}:
            row["flags_when_poor"][flag] = row["flags_when_poor"].get(flag, 0) + 1
    return row
