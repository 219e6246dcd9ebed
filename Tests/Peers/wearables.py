"""Other people's decoders of wearables on the bytes of Sinew's emulated ones. The clients themselves speak
through BlueZ; their decoders are called with what an ATT client of our own was notified of."""

import struct
from dataclasses import dataclass
from typing import Callable

from att import Wearable, records
from heard import Heard
from simulator import Simulator, decode

# The athlete lifts after seven seconds.
SECONDS = 10


@dataclass
class WearableCheck:
    client: str
    device: str
    family: str
    # Subscribes and starts the stream; then makes rows of what came. `places` are the driver's characteristics.
    start: Callable
    rows: Callable
    places: list
    rates: dict


def myo(short):
    return f"d506{short}-a904-deb9-4748-2c7f4a124842"


EMG = [myo(short) for short in ("0105", "0205", "0305", "0405")]


def start_myo(band):
    from myo.commands import SetMode
    from myo.types import ClassifierMode, EMGMode, IMUMode

    for name in EMG + [myo("0402")]:
        band.subscribe(name)
    command = SetMode(
        classifier_mode=ClassifierMode.DISABLED, emg_mode=EMGMode.SEND_RAW, imu_mode=IMUMode.SEND_DATA)
    band.write(myo("0401"), bytes(command.data))


def rows_of_myo(values):
    from myo.types import EMGData, IMUData

    emg, motion, turned = [], [], []
    for name, value in values:
        if name in EMG:
            pair = EMGData(value)
            emg += [list(pair.sample1), list(pair.sample2)]
        elif name == myo("0402"):
            data = IMUData(value)
            motion.append(list(data.accelerometer) + list(data.gyroscope))
            turned.append([getattr(data.orientation, axis) for axis in "wxyz"])
    return {"emg": emg, "motion": motion, "quaternion": turned}


PMD = ["fb005c81-02e7-f387-1cad-8acd2d8df0c8", "fb005c82-02e7-f387-1cad-8acd2d8df0c8"]


def start_h10(strap):
    strap.subscribe(PMD[0], indicate=True)
    strap.subscribe(PMD[1])
    # Start (02) of ECG (00): 130 Hz, 14 bits.
    strap.write(PMD[0], bytes.fromhex("02 00 00 01 82 00 01 01 0e 00"))


def rows_of_h10(values):
    from polar_python.parsers import parse_polar_data

    ecg = []
    for name, value in values:
        if name == PMD[1]:
            ecg += [[sample] for sample in parse_polar_data(bytearray(value), lambda _: 1.0).data]
    return {"ecg": ecg}


def thingy(short):
    return f"ef68{short}-9b35-4933-9b10-52ffa9740042"


def start_thingy(thing):
    # Step counter and temperature intervals, magnetometer, 100 Hz, no wake-up on motion.
    thing.write(thingy("0401"), struct.pack("<HHHHB", 100, 100, 100, 100, 0))
    thing.subscribe(thingy("0406"))


def rows_of_thingy(values):
    import aiothingy

    decoder = aiothingy.Raw.__new__(aiothingy.Raw)
    motion = []
    for name, value in values:
        if name == thingy("0406"):
            told = decoder.decode(value)["accelerometer"]
            motion.append([told[axis] for axis in "xyz"])
    # Its scale of turn rates is not the firmware's, and is left out.
    return {"motion[0:3]": motion}


CHECKS = [
    WearableCheck("dl-myo", "thalmic-myo", "thalmic-myo", start_myo, rows_of_myo,
                  [myo("0201"), myo("0401"), myo("0402"), *EMG],
                  {"emg": 200, "motion": 50, "quaternion": 50}),
    WearableCheck("polar-python", "polar-pmd-h10", "polar-pmd", start_h10, rows_of_h10, PMD, {"ecg": 130}),
    WearableCheck("aiothingy", "nordic-thingy52", "nordic-thingy52", start_thingy, rows_of_thingy,
                  [thingy("0401"), thingy("0406"), thingy("0404")], {"motion[0:3]": 100}),
]


def run(report, program, check, folder, compare):
    name = f"{check.client} [{check.device}]"
    path = folder / f"{check.device}.gatt"
    try:
        with Simulator(program, check.device, path):
            wearable = Wearable(path)
            check.start(wearable)
            values = wearable.listen(SECONDS)
            wearable.close()
        rows = check.rows(values)
        record = folder / f"{check.device}.records"
        record.write_bytes(records(values, check.places))
        decoded = decode(program, check.family, record, False)
    except Exception as error:  # a decoder of another's that stumbles says so in its own way
        report.check(check.family, name, False, f"did not take the bytes: {error!r}")
        return
    for stream, made in rows.items():
        expected = check.rates[stream] * SECONDS
        report.check(check.family, f"{name} reads {stream}", abs(len(made) - expected) < 0.1 * expected,
                     f"{len(made)} samples in {SECONDS} s of {check.rates[stream]:g} Hz")
    compare(report, check, name, Heard(rows, rate=0), decoded)
