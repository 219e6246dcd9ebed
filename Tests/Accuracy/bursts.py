#!/usr/bin/env python3
"""Onsets of synthetic bursts of EMG by `sinewctl analyze`, beside those of well-known packages.

    bursts.py SINEWCTL [--seeds N] [--peers PYTHON] [--false] [--write FOLDER]

Model, at 1 kHz: rest is Gaussian noise shaped to 20-450 Hz; a burst adds an independent process of
the same shape times a linear ramp of 30-80 ms, a plateau of 0.4-1.0 s and a fall of 60-150 ms. The
SNR is the burst's power over that of rest; 3 s of rest lead in. The true onset is the first sample
of the ramp. Events match one to one, nearest first, within 200 ms. The packages read the whole
signal at once; lidierth stands at the best of sixteen settings on a seed of its own, NeuroKit2 at
the best threshold of two, the others at what they are told in their manuals.

--peers names a Python that has them (numpy scipy neurokit2 biosppy myonset); without it their rows
are left out, and said to be. --false counts false onsets in ten minutes of things that are none,
and asks at slower rates too. --write puts the tables into FOLDER/Accuracy.md.
"""
import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from scipy import signal

RATE, BURSTS, LEAD = 1000, 60, 3000
SNRS = (3, 6, 10, 15, 20)
GOALS = {3: (12, 70), 6: (8.5, 50), 10: (6, 35), 15: (4, 25), 20: (2.8, 16)}
"""Mean absolute error and median delay of the decision, ms."""


def shaped(random, count, rate=RATE):
    top = min(450, 0.45 * rate)
    filters = signal.butter(4, [20, top], "bandpass", fs=rate, output="sos")
    noise = signal.sosfilt(filters, random.standard_normal(count + rate))[rate:]
    return noise / noise.std()


def bursts(snr, seed):
    """The samples, and where the bursts begin."""
    random = np.random.default_rng([seed, 10 * snr])
    envelope, onsets = [np.zeros(LEAD)], []
    length = LEAD
    for _ in range(BURSTS):
        up, flat, down = (int(random.integers(*span)) for span in ((30, 81), (400, 1001), (60, 151)))
        onsets.append(length)
        rest = int(random.integers(800, 2001))
        envelope += [np.arange(1, up + 1) / up, np.ones(flat), 1 - np.arange(1, down + 1) / down,
                     np.zeros(rest)]
        length += up + flat + down + rest
    envelope = np.concatenate(envelope)
    samples = shaped(random, length) + 10 ** (snr / 20) * envelope * shaped(random, length)
    return samples, np.array(onsets) / RATE


def analyse(program, samples, rate=RATE):
    """Onsets as (time, time of the decision), s."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as table:
        table.write("t_s,biceps_uV\n")
        times = np.arange(len(samples)) / rate
        np.savetxt(table, np.column_stack([times, 4 * samples]), fmt="%.6f", delimiter=",")
        table.flush()
        output = subprocess.run(
            [program, "analyze", "--emg", f"biceps={table.name}"], check=True,
            capture_output=True).stdout
    found = []
    for line in output.splitlines():
        message = json.loads(line)
        if message["kind"] != "onset":
            continue
        if message.get("correction") and found:
            found[-1] = (message["t_signal"], found[-1][1])
        else:
            found.append((message["t_signal"], message["t_decided"]))
    return np.array(found).reshape(-1, 2)


def score(found, truth, within=0.2):
    """Errors and the delays of the decisions in ms, and how many were missed and false."""
    pairs = sorted(
        (abs(event[0] - time), i, j) for i, event in enumerate(found)
        for j, time in enumerate(truth) if abs(event[0] - time) <= within)
    used, met, errors, delays = set(), set(), [], []
    for _, i, j in pairs:
        if i in used or j in met:
            continue
        used.add(i)
        met.add(j)
        errors.append(1000 * (found[i][0] - truth[j]))
        delays.append(1000 * (found[i][1] - truth[j]))
    return errors, delays, len(truth) - len(met), len(found) - len(used)


def row(results):
    errors = np.concatenate([result[0] for result in results])
    delays = np.concatenate([result[1] for result in results])
    missed, false = (sum(result[index] for result in results) for index in (2, 3))
    number = sum(len(result[0]) + result[2] for result in results)
    if not len(errors):
        return None
    return {
        "mae": np.abs(errors).mean(), "p95": np.quantile(np.abs(errors), 0.95),
        "delay": np.median(delays), "delay_p95": np.quantile(delays, 0.95),
        "missed": 100 * missed / number, "false": 100 * false / number}


PEERS = r'''
import json, os, sys, warnings
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
warnings.filterwarnings("ignore")
import numpy as np
from scipy import signal
RATE, LEAD = 1000, 3000
band = signal.butter(4, [20, 450], "bandpass", fs=RATE, output="sos")
def rising(x, places, width=50):
    # BioSPPy gives on- and offsets in one list: those with more signal after them are onsets.
    total = np.concatenate([[0], np.cumsum(np.abs(x))])
    places = np.asarray(places, int)
    at = lambda index: total[np.clip(index, 0, len(x))]
    return places[at(places + width) - at(places) > at(places) - at(places - width)]
def neurokit(x):
    import neurokit2
    clean = neurokit2.emg_clean(x, sampling_rate=RATE)
    _, info = neurokit2.emg_activation(
        emg_amplitude=neurokit2.emg_amplitude(clean), sampling_rate=RATE, method="mixture",
        threshold=0.7)
    return info["EMG_Onsets"]
def biosppy(x):
    from biosppy.signals import emg
    y = signal.sosfilt(band, x)
    found = emg.lidierth_onset_detector(
        signal=y, rest=y[500:LEAD], sampling_rate=float(RATE), size=50, threshold=1,
        active_state_duration=80, fail_size=15)
    return rising(y, found["onsets"])
def myonset(x):
    from myonset.emgtools import get_onsets
    y = signal.sosfilt(band, x)
    found = get_onsets(y, (np.arange(len(y)) - LEAD) / RATE, method="single_threshold", sf=RATE,
        params={})
    found = found[0] if isinstance(found, tuple) else found
    return np.sort(np.asarray(found, float).ravel()).astype(int)
def scipy_threshold(x):
    # Rectified, 50 ms mean, mean + 5 sd of the lead-in: what most scripts do.
    y = signal.sosfilt(band, x)
    level = signal.lfilter(np.ones(50) / 50, 1, np.abs(y))
    rest = level[500:LEAD]
    above = level > rest.mean() + 5 * rest.std()
    return np.flatnonzero(above[1:] & ~above[:-1]) + 1
names = {"NeuroKit2 mixture": neurokit, "BioSPPy lidierth": biosppy, "myonset": myonset,
         "SciPy, mean + 5 sd": scipy_threshold}
samples = np.load(sys.argv[1])
for name, detector in names.items():
    try:
        found = [float(place) / RATE for place in detector(samples)]
    except Exception as problem:
        print(json.dumps([name, None, repr(problem)[:120]]))
    else:
        print(json.dumps([name, found, None]))
'''


def peers(python, samples):
    """Onsets by package; None with the reason where it has none."""
    with tempfile.NamedTemporaryFile(suffix=".npy") as file:
        np.save(file, samples)
        file.flush()
        output = subprocess.run(
            [python, "-c", PEERS, file.name], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines() if line.startswith("[")]


def no_bursts(rate, seed=1):
    """Ten minutes each of what is no muscle: name and samples, rest at 1."""
    random = np.random.default_rng([seed, rate])
    count = 600 * rate
    times = np.arange(count) / rate
    yield "noise", shaped(random, count, rate)
    for hertz in (50, 60):
        samples = shaped(random, count, rate)
        for start in np.linspace(20, 580, 15):
            part = slice(int(start * rate), int((start + 15) * rate))
            angle = 2 * np.pi * hertz * times[part] + random.uniform(0, 6.28)
            samples[part] += 4 * np.sin(angle) + 1.2 * np.sin(3 * angle + 1)
        yield f"mains {hertz} Hz switched on", samples
    samples = shaped(random, count, rate)
    for start in np.arange(5, 595, 5.9):
        samples[int(start * rate):] += random.uniform(-100, 100)
    yield "steps", samples
    samples = shaped(random, count, rate)
    for start in np.arange(4, 596, 2):
        samples[int((start + random.uniform(0, 1)) * rate)] += 100 * random.choice([-1, 1])
    yield "spikes", samples
    level = np.interp(times, np.arange(1201) * 0.5, random.normal(0, 0.9, 1201))
    yield "wandering rest", shaped(random, count, rate) * 10 ** (level / 20)


def count_false(program):
    """False onsets by name and rate."""
    keys, signals = [], []
    for rate in FALSE_RATES:
        for name, samples in no_bursts(rate):
            keys.append((name, rate))
            signals.append(samples)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda job: analyse(program, job[1], job[0][1]), zip(keys, signals))
        return {key: len(onsets) for key, onsets in zip(keys, found)}


FALSE_RATES = (2000, 1000, 500, 250, 200)
SLOW_RATES = (500, 250, 200)
SLOW_GOALS = {200: {20: 10, 6: 25}, 250: {20: 10, 6: 25}}
"""Mean absolute error, ms, at sensors whose samples carry a quarter of the news."""


def resampled(samples, rate):
    """As a sensor with its own filter before a slower converter gives it."""
    divisor = np.gcd(RATE, rate)
    return signal.resample_poly(samples, rate // divisor, RATE // divisor)


def measure(options):
    """Everything that was asked for, as rows by name."""
    keys = [(snr, seed) for snr in SNRS for seed in range(1, options.seeds + 1)]
    few = [key for key in keys if key[1] <= min(4, options.seeds)]

    def one(job):
        (snr, seed), rate = job
        samples, truth = bursts(snr, seed)
        if rate != RATE:
            samples = resampled(samples, rate)
        return score(analyse(options.program, samples, rate), truth)

    rates = SLOW_RATES if options.counts_false else ()
    jobs = [(key, RATE) for key in keys] + [(key, rate) for rate in rates for key in few]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        scores = dict(zip(jobs, pool.map(one, jobs)))
    result = {"seeds": options.seeds, "rates": {}}
    for rate in (RATE, *rates):
        result["rates"][rate] = {
            snr: row([found for (key, at), found in scores.items() if key[0] == snr and at == rate])
            for snr in SNRS}
    result["peers"] = measure_peers(options)
    result["false"] = count_false(options.program) if options.counts_false else {}
    return result


def measure_peers(options):
    if not options.peers:
        return {}
    table = {}
    for snr in SNRS:
        samples, truth = bursts(snr, 1)
        for name, onsets, problem in peers(options.peers, samples):
            result = None
            if onsets is not None:
                result = row([score(np.array([(t, t) for t in onsets]).reshape(-1, 2), truth)])
            table.setdefault(name, {})[snr] = result
            if problem:
                print(f"# {name}: {problem}", file=sys.stderr)
    return table


def lines(result):
    """The tables as Markdown, reached beside goal."""
    ours = result["rates"][RATE]
    head = ["| | " + " | ".join(f"{snr} dB" for snr in SNRS) + " |", "|---" * (len(SNRS) + 1) + "|"]

    def cells(title, words):
        return f"| {title} | " + " | ".join(words) + " |"

    def judged(value, goal, digits):
        return f"{value:.{digits}f}" + ("" if round(value, digits) <= goal else " **(missed)**")

    text = [
        f"Onsets of {BURSTS} synthetic bursts a signal, {result['seeds']} signals an SNR, 1 kHz;"
        " events match within 200 ms:", "", *head,
        cells("corrected stamp, MAE, ms",
              [judged(ours[snr]["mae"], GOALS[snr][0], 1) for snr in SNRS]),
        cells("goal", [f"{GOALS[snr][0]}" for snr in SNRS]),
        cells("95th percentile, ms", [f"{ours[snr]['p95']:.0f}" for snr in SNRS]),
        cells("decided after the onset, median, ms",
              [judged(ours[snr]["delay"], GOALS[snr][1], 0) for snr in SNRS]),
        cells("goal", [f"{GOALS[snr][1]}" for snr in SNRS]),
        cells("the same, 95th percentile (goal: twice the median's)",
              [judged(ours[snr]["delay_p95"], 2 * GOALS[snr][1], 0) for snr in SNRS]),
        cells("missed + false, % (goal 0.2)",
              [judged(ours[snr]["missed"] + ours[snr]["false"], 0.2, 2) for snr in SNRS]),
        cells("likelihood limit, everything known, ms", [str(limit) for limit in LIMITS])]
    for name, found in result["peers"].items():
        text.append(cells(
            f"{name}, offline: MAE, ms (missed + false, %)",
            ["-" if found[snr] is None else
             f"{found[snr]['mae']:.1f} ({found[snr]['missed'] + found[snr]['false']:.0f})"
             for snr in SNRS]))
    for rate, found in result["rates"].items():
        if rate == RATE:
            continue
        goals = SLOW_GOALS.get(rate, {})
        text.append(cells(
            f"Sinew at {rate} Hz: MAE, decided after, ms (missed, %)",
            ["-" if found[snr] is None else
             judged(found[snr]["mae"], goals.get(snr, 1e9), 1)
             + f", {found[snr]['delay']:.0f} ({found[snr]['missed']:.1f})" for snr in SNRS]))
    if result["false"]:
        counts = result["false"]
        text += ["", "False onsets in ten minutes, rest at 1 (goal 1):", "",
                 "| | " + " | ".join(f"{rate} Hz" for rate in FALSE_RATES) + " |",
                 "|---" * (len(FALSE_RATES) + 1) + "|"]
        text += [cells(name, [judged(counts[name, rate], 1, 0) for rate in FALSE_RATES])
                 for name in dict.fromkeys(name for name, _ in counts)]
    return text


LIMITS = (9.1, 5.9, 3.6, 2.4, 1.7)
"""What a detector reaches that knows levels, ramp and all, ms by SNR."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--false", action="store_true", dest="counts_false")
    parser.add_argument("--write", metavar="FOLDER", help="write the tables into Accuracy.md")
    options = parser.parse_args()
    text = lines(measure(options))
    print("\n".join(text))
    if not options.peers:
        print("skipped: NeuroKit2, BioSPPy, myonset and SciPy (--peers names a Python with them)")
    elif options.write:
        import document
        document.put(options.write, "bursts", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
