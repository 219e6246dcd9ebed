"""bitalino, the maker's client: version, state, start, read, stop. Its serial side runs on any terminal."""

from heard import Heard

RATE = 1000


def hear(port, seconds):
    from bitalino import BITalino

    board = BITalino(port)
    version = board.version()
    if "BITalino" not in version:
        raise RuntimeError(f"version is {version!r}")
    board.state()
    board.start(RATE, [0])
    # It checks the CRC of each frame and throws at the first wrong one.
    rows = board.read(RATE * seconds).tolist()
    board.stop()
    board.close()
    # The maker's transfer function of the EMG sensor: 10 bits, 3.3 V, gain 1009.
    emg = [[(row[5] / 1024 - 0.5) * 3.3e6 / 1009] for row in rows]
    return Heard({"emg": emg}, rate=RATE, counters=[int(row[0]) for row in rows], modulus=16)
