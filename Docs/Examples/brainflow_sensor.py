"""A BrainFlow board as a sensor: it serves a Unix socket whose path is the first argument."""
import os
import socket
import sys
import time

from brainflow.board_shim import BoardIds, BoardShim, BrainFlowInputParams

BOARD = BoardIds.SYNTHETIC_BOARD  # yours, with its parameters two lines below
emg, clock = BoardShim.get_emg_channels(BOARD)[:2], BoardShim.get_timestamp_channel(BOARD)
board = BoardShim(BOARD, BrainFlowInputParams())
board.prepare_session()
board.start_stream()
if os.path.exists(sys.argv[1]):
    os.unlink(sys.argv[1])
server = socket.create_server(sys.argv[1], family=socket.AF_UNIX)
os.chmod(sys.argv[1], 0o660)
while True:
    client, start = server.accept()[0], time.time()
    board.get_board_data()  # what was sampled before anybody listened
    try:
        while True:
            for sample in board.get_board_data().T:
                microseconds = int((sample[clock] - start) * 1e6)
                client.sendall(f"{microseconds},{sample[emg[0]]:.3f},{sample[emg[1]]:.3f}\n".encode())
            time.sleep(0.01)
    except OSError:
        client.close()
