"""BrainFlow: OpenBCI Cyton, Cyton with Daisy, FreeEEG32. It opens the port, starts and stops the board."""

import time

from heard import Heard


def hear(port, seconds, board, streams):
    """Microvolts, all channels in one row; `streams`: the names under which Sinew tells the same."""
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
    rows = data[BoardShim.get_exg_channels(board)].T.tolist()
    counters = [int(number) for number in data[BoardShim.get_package_num_channel(board)]]
    return Heard({streams: rows}, rate=BoardShim.get_sampling_rate(board), counters=counters)
