"""The two clients, each reduced to what it heard."""

import contextlib
import io
import sys
import time
import types


def brainflow(board, port, seconds):
    """Streams for some seconds; rows of microvolts, and the packet counters."""
    from brainflow.board_shim import BoardShim, BrainFlowInputParams

    BoardShim.disable_board_logger()
    parameters = BrainFlowInputParams()
    parameters.serial_port = port
    shim = BoardShim(board, parameters)
    shim.prepare_session()
    try:
        shim.start_stream()
        time.sleep(seconds)
        shim.stop_stream()
        data = shim.get_board_data()
    finally:
        shim.release_session()
    counters = [int(c) for c in data[BoardShim.get_package_num_channel(board)]]
    return data[BoardShim.get_emg_channels(board)].T.tolist(), counters


def pyopenbci(port, daisy, samples):
    """Reads some samples; how many, how wide, and how many counter steps are missing."""
    # Bluetooth parts that its package imports and its serial part never touches.
    for name in ("bluepy", "bluepy.btle", "bitstring"):
        absent = types.ModuleType(name)
        absent.DefaultDelegate = absent.Peripheral = absent.Scanner = absent.BitArray = object
        sys.modules.setdefault(name, absent)
    from pyOpenBCI import OpenBCICyton

    heard = []
    with contextlib.redirect_stdout(io.StringIO()):
        board = OpenBCICyton(port=port, daisy=daisy)

        def take(sample):
            heard.append((sample.id, len(sample.channels_data)))
            if len(heard) >= samples:
                board.stop_stream()

        board.start_stream(take)
        # Its watchdog looks every two seconds whether the stream still runs; let it see the end.
        time.sleep(2.2)
        board.disconnect()
    step = 2 if daisy else 1
    gaps = sum((b - a) % 256 != step for (a, _), (b, _) in zip(heard, heard[1:]))
    return len(heard), {width for _, width in heard}, gaps
