"""Runs on recordings made harder and on generated movement, and what is true about them.

The tables are written once below a folder and kept; they follow from fixed seeds. NumPy only.
"""
import concurrent.futures
import dataclasses
import hashlib
import os

import numpy as np

import movement
import recordings
import scenarios
from tables import read_table
from scoring import quantile

WALKS, WALK_S = 5, 1800
SETS = 40
HEADER = "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps\n"


def runs(plain, folder, draws=3):
    """The harder runs of the scoreable movement runs in `plain`, each set between other movement
    `draws` times. Each keeps the name of the run it was made from in `origin`."""
    folder = os.path.join(folder, _edition())
    os.makedirs(folder, exist_ok=True)
    paths = sorted({_imu(run) for run in plain if _is_set(run)})
    # Tables are written by processes, since text is slow.
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(_make, path, number, folder, draws) for number, path in enumerate(paths)]
        jobs += [pool.submit(_make_walk, seed, folder) for seed in range(WALKS)]
        facts = {}
        for job in jobs:
            facts.update(job.result() or {})
    made = []
    for number, path in enumerate(paths):
        siblings = [run for run in plain if _is_set(run) and _imu(run) == path]
        for kind, _ in _kinds(number, draws):
            target = _target(folder, path, kind)
            made += [
                _harder(run, kind, target, facts[target]) for run in siblings
                if kind != "faster" or not run.group.startswith("barbell")]
            if kind == "hole":
                made += [_started(run) for run in siblings if not run.group.endswith("_auto")]
    return made + _generated(folder)


def _edition():
    """Tables made by other generators are not used again."""
    digest = hashlib.sha256()
    for module in (movement, scenarios):
        with open(module.__file__, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:12]


def _target(folder, path, kind):
    return os.path.join(folder, os.path.basename(path).removesuffix(".csv.gz") + f".{kind}.csv")


def _make(path, number, folder, draws):
    """Writes what is missing of the harder tables of one recording; gives their facts."""
    known, rows = {}, None
    for kind, build in _kinds(number, draws):
        target = _target(folder, path, kind)
        facts_path = target + ".facts"
        if not os.path.exists(facts_path):
            rows = read_table(path)[1] if rows is None else rows
            changed, facts = build(rows)
            _write(target, changed)
            with open(facts_path, "w") as file:
                file.write(" ".join(repr(float(fact)) for fact in facts))
        with open(facts_path) as file:
            known[target] = tuple(float(word) for word in file.read().split())
    return known


def _is_set(run):
    return run.group in (
        "barbell_named", "barbell_auto", "curls_named", "curls_auto", "shoulder")


def _imu(run):
    return run.arguments[run.arguments.index("--imu") + 1].split("=", 1)[1]


def _kinds(number, draws):
    # A lift of the whole hand would need its acceleration changed too: gravity stays, the rest not.
    yield "faster", lambda rows: (scenarios.faster(rows), ())
    yield "noisy", lambda rows: (scenarios.noisy(rows, number), ())
    yield "slipped", lambda rows: (scenarios.slipped(rows, number), ())
    yield "hole", scenarios.with_hole
    for draw in range(draws):
        yield f"between{draw}", lambda rows, draw=draw: scenarios.embedded(rows, [draw, number])


def _harder(run, kind, path, facts):
    """The same question about the changed table, by movement alone."""
    words = list(run.arguments)
    place = words[words.index("--imu") + 1].split("=", 1)[0]
    exercise = words[words.index("--exercise") + 1]
    arguments = ["--exercise", exercise, "--imu", f"{place}={path}"]
    name = kind.rstrip("0123456789")
    return dataclasses.replace(
        run, group=f"{run.group} {name}", name=f"{run.name} {kind}", arguments=arguments,
        phases=[], origin=run.name, facts=facts)


def _started(run):
    """The same recording with the set known to have begun."""
    exercise = run.arguments[run.arguments.index("--exercise") + 1]
    imu = run.arguments[run.arguments.index("--imu") + 1]
    return dataclasses.replace(
        run, group=f"{run.group} started", name=f"{run.name} started",
        arguments=["--started", "--exercise", exercise, "--imu", imu], phases=[], origin=run.name)


def _write(path, rows):
    with open(path, "w") as file:
        file.write(HEADER)
        for row in rows:
            file.write(",".join("" if value != value else f"{value:.5g}" if index else
                                f"{value:.6f}" for index, value in enumerate(row)) + "\n")


def _walk(folder, seed):
    return os.path.join(folder, f"between-sets-{seed}.csv")


def _make_walk(seed, folder):
    if not os.path.exists(_walk(folder, seed)):
        random = np.random.default_rng([30, seed])
        _write(_walk(folder, seed), movement.table(*movement.between_sets(WALK_S, random), random))


def _generated(folder):
    made = [
        recordings.Run(
            "between_sets", f"generated/between-sets-{seed}",
            ["--exercise", "auto", "--imu", f"wrist={_walk(folder, seed)}"], WALK_S, truth=0)
        for seed in range(WALKS)]
    for seed in range(SETS):
        path = os.path.join(folder, f"set-{seed}.csv")
        rows, truth = movement.set_with_truth(seed)
        if not os.path.exists(path):
            _write(path, rows)
        made.append(recordings.Run(
            "generated", f"generated/set-{seed}", ["--exercise", "auto", "--imu", f"wrist={path}"],
            float(rows[-1, 0]), truth=len(truth), facts=tuple(truth)))
    return made


def between_row(results):
    """Sets between other movement: errors inside, and repetitions found outside."""
    errors, outside = [], 0
    for run, outcome in results:
        begin, end = run.facts
        inside = [r for r in outcome.counted if begin - 0.3 <= r.turn <= end + 0.3]
        outside += len(outcome.counted) - len(inside)
        errors.append(abs(len(inside) - run.truth))
    return {
        "files": len(errors), "mae": sum(errors) / len(errors),
        "exact_percent": 100 * errors.count(0) / len(errors),
        "within_one_percent": 100 * sum(error <= 1 for error in errors) / len(errors),
        "outside": outside, "outside_per_100": 100 * outside / len(errors)}


def hole_row(results, whole):
    """2 s lost: the difference to the whole recording may be what lay in the hole, no more."""
    kept, after, found_after, worst = 0, 0, 0, []
    for run, outcome in results:
        standing = [r for r in whole[run.origin].repetitions if not r.removed]
        found = [r for r in outcome.repetitions if not r.removed]
        begin, end = run.facts
        lost = sum(r.end > begin and r.start < end for r in standing)
        difference = len(found) - len(standing)
        kept += -lost <= difference <= 0
        if not -lost <= difference <= 0:
            worst.append(f"{run.name}: {len(standing)} whole, {lost} touched, {len(found)} found")
        later = [r for r in standing if r.start > end]
        after += len(later)
        found_after += sum(any(abs(r.turn - q.turn) < 0.6 for q in found) for r in later)
    return {
        "files": len(results), "within_loss_percent": 100 * kept / len(results),
        "after": after, "found_after": found_after, "misses": worst}


def walk_row(results):
    hours = sum(run.seconds for run, _ in results) / 3600
    found = [len(outcome.counted) for _, outcome in results]
    return {
        "hours": hours, "found": sum(found), "an_hour": sum(found) / hours, "each": found,
        "published": sum(len(outcome.repetitions) for _, outcome in results)}


def generated_row(results):
    """Sets with pauses and partial repetitions: all counted, partial ones told, turns and pauses."""
    errors, told, partial, wrong, turns = [], 0, 0, 0, []
    for run, outcome in results:
        standing = [r for r in outcome.repetitions if not r.removed]
        errors.append(abs(len(standing) - len(run.facts)))
        for start, turn, end, is_partial in run.facts:
            near = min(standing, key=lambda r: abs(r.start - start), default=None)
            if near is None or abs(near.start - start) > 1:
                continue
            turns.append(abs(near.turn - turn))
            partial += is_partial
            told += is_partial and near.is_partial
            wrong += near.is_partial and not is_partial
    return {
        "files": len(errors), "mae": sum(errors) / len(errors),
        "exact_percent": 100 * errors.count(0) / len(errors), "partial": partial,
        "partial_told": told, "partial_wrong": wrong,
        "turn_median_s": quantile(turns, 0.5), "turn_p90_s": quantile(turns, 0.9)}
