"""What counting peaks with SciPy finds: the usual method, offline, for comparison."""
import os

import numpy as np

from hardened import _imu
from tables import read_table

RATE_HZ = 25.0


def count(path, columns):
    """Peaks of the main direction of 0.1-1 Hz movement that stand out by its standard deviation."""
    from scipy import signal

    rows = read_table(path)[1]
    known = np.isfinite(rows[:, columns]).all(axis=1)
    time = rows[known, 0]
    grid = np.arange(time[0], time[-1], 1 / RATE_HZ)
    values = np.stack([np.interp(grid, time, column) for column in rows[known][:, columns].T], 1)
    sections = signal.butter(2, [0.1, 1.0], "bandpass", fs=RATE_HZ, output="sos")
    smooth = signal.sosfiltfilt(sections, values, axis=0)
    _, axes = np.linalg.eigh(smooth.T @ smooth)
    main = smooth @ axes[:, 2]
    return len(signal.find_peaks(main, prominence=main.std())[0])


def table(runs):
    """Mean absolute error and share within one, by group and sensor; empty without SciPy."""
    try:
        import scipy  # noqa: F401
    except ImportError:
        return {}
    rows = {}
    for group in ("barbell_auto", "curls_auto", "shoulder", "rest"):
        for sensor, columns in (("acceleration", slice(1, 4)), ("turn rate", slice(4, 7))):
            errors = [abs(count(_imu(run), columns) - run.truth) for run in runs
                      if run.group == group and os.path.exists(_imu(run))]
            if errors:
                rows[f"{group} {sensor}"] = {
                    "mae": sum(errors) / len(errors),
                    "exact_percent": 100 * errors.count(0) / len(errors),
                    "within_one_percent": 100 * sum(e <= 1 for e in errors) / len(errors)}
    return rows
