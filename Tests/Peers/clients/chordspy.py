"""chordspy, the maker's client: asks WHORU, starts, reads, stops."""

import contextlib
import importlib.util
import io
import time
from pathlib import Path

from heard import Heard


def hear(port, seconds):
    # Its serial part alone: the package's own entry point wants a web server.
    package = Path(importlib.util.find_spec("chordspy").submodule_search_locations[0])
    spec = importlib.util.spec_from_file_location("chords_serial", package / "chords_serial.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    board = module.Chords_USB()
    with contextlib.redirect_stdout(io.StringIO()):
        # An Arduino acts a second after the last byte. With its usual patience of one second the client
        # asks twice, and its START would join the second question.
        if not board.connect_hardware(port, 230400, timeout=1.5):
            raise RuntimeError("chordspy did not recognise the board")
        board.send_command("START")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            board.read_data()
        board.stop_streaming()
        board.ser.close()
    # It keeps the last 2000 samples, newest last, before which stand zeros.
    rows = [row for row in board.data.T.tolist() if any(row)]
    return Heard({"emg": rows}, rate=board.supported_boards[board.board]["sampling_rate"])
