"""Reads a recording's table. NumPy only."""
import gzip

import numpy as np


def read_table(path):
    """Names of the columns, and the rows; empty fields are NaN."""
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as file:
        names = file.readline().strip().split(",")
        return names, np.genfromtxt(file, delimiter=",")
