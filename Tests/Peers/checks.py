"""Which client is run against which device, and what both must agree about."""

from dataclasses import dataclass
from typing import Callable

from clients import (
    bitalino, brainflow, byb2lsl, chordspy, mti8, olimex, pyopenbci, pyshimmer, serial_plotter,
    vectornav, witmotion)


@dataclass
class Check:
    """One client before one pretend device."""

    client: str
    # What `sinewctl simulate` shall be, and the driver that reads it.
    device: str
    hear: Callable
    family: str = ""
    # The recorded bytes begin with answers that the driver's handshake understands.
    handshake: bool = False
    # Difference of two counters in a row; 0: the client shows none.
    step: int = 0
    # At least so long: the athlete lifts after seven seconds, and until then a coarse converter with a
    # single channel shows hardly more than one number.
    seconds: int = 0

    def __post_init__(self):
        self.family = self.family or self.device


def with_options(hear, **options):
    return lambda port, seconds: hear(port, seconds, **options)


CYTON = {"family": "openbci-cyton", "handshake": True}
EIGHT, SIXTEEN = "emg", "emg+emg-daisy"
THIRTY_TWO = "emg-1+emg-2+emg-3+emg-4"

CHECKS = [
    Check("brainflow", "openbci-cyton", with_options(brainflow.hear, board=0, streams=EIGHT),
          step=1, **CYTON),
    Check("pyOpenBCI", "openbci-cyton", with_options(pyopenbci.hear, daisy=False, streams=EIGHT),
          step=1, **CYTON),
    Check("brainflow", "openbci-cyton-daisy",
          with_options(brainflow.hear, board=2, streams=SIXTEEN), step=2, **CYTON),
    Check("pyOpenBCI", "openbci-cyton-daisy",
          with_options(pyopenbci.hear, daisy=True, streams=SIXTEEN), step=2, **CYTON),
    Check("brainflow", "neuroidss-freeeeg32",
          with_options(brainflow.hear, board=17, streams=THIRTY_TWO), step=1),
    Check("bitalino", "bitalino-revolution", bitalino.hear, step=1, seconds=10),
    Check("chordspy", "upsidedownlabs-chords", chordspy.hear, handshake=True),
    Check("olimex-ekg-emg", "olimex-openeeg", olimex.hear),
    Check("byb2lsl", "backyardbrains-spikerbox", byb2lsl.hear, seconds=10),
    Check("luisabel-serial-plotter", "generic-lines", serial_plotter.hear, seconds=10),
    Check("pyshimmer", "shimmer3-logandstream", pyshimmer.hear),
    Check("witmotion", "witmotion-wt901", witmotion.hear),
    Check("vectornav-vn200, vn100-inm-pt", "vectornav-vn100", vectornav.hear),
    Check("mti8-navigation", "xsens-mti", mti8.hear, step=1),
]
