"""pyshimmer: firmware, rate, sensors, ExG registers, calibration, inquiry, start and stop."""

import contextlib
import io
import time

from heard import Heard

RATE = 512
GRAVITY = 9.80665
# Shimmer's EMG preset for chip 1 at gain 12 and 500 conversions a second.
EMG_REGISTERS = bytes.fromhex("02a01069602000000203")


def calibrated(calibration, sensor, raw, scale):
    """Shimmer's 9DOF calibration: R^-1 K^-1 (raw - offset)."""
    import numpy

    offset = numpy.array(calibration.get_offset_bias(sensor))
    sensitivity = numpy.diag(numpy.array(calibration.get_sensitivity(sensor)) * scale)
    alignment = numpy.array(calibration.get_ali_mat(sensor)).reshape(3, 3) / 100
    return (numpy.linalg.inv(alignment) @ numpy.linalg.inv(sensitivity) @ (raw - offset).T).T


def hear(port, seconds):
    import numpy
    import serial
    from pyshimmer import EChannelType as Channel
    from pyshimmer import ShimmerBluetooth
    from pyshimmer.dev.channels import ESensorGroup

    packets = []
    with contextlib.redirect_stdout(io.StringIO()):
        shimmer = ShimmerBluetooth(serial.Serial(port, 115200))
        shimmer.initialize()
        shimmer.set_sampling_rate(RATE)
        shimmer.set_sensors([ESensorGroup.ACCEL_LN, ESensorGroup.GYRO, ESensorGroup.EXG1_24BIT])
        shimmer.set_exg_register(0, 0, EMG_REGISTERS)
        calibration = shimmer.get_all_calibration()
        shimmer.add_stream_callback(packets.append)
        shimmer.start_streaming()
        time.sleep(seconds)
        shimmer.stop_streaming()
        shimmer.shutdown()

    def rows(*channels):
        return numpy.array([[packet[channel] for channel in channels] for packet in packets])

    emg = rows(Channel.EXG_ADS1292R_1_CH1_24BIT, Channel.EXG_ADS1292R_1_CH2_24BIT) * 2.42e6 / (12 * 8388607)
    acceleration = rows(Channel.ACCEL_LN_X, Channel.ACCEL_LN_Y, Channel.ACCEL_LN_Z)
    turn = rows(Channel.GYRO_MPU9150_X, Channel.GYRO_MPU9150_Y, Channel.GYRO_MPU9150_Z)
    return Heard(
        {
            "emg": emg.tolist(),
            "motion[0:3]": (calibrated(calibration, 0, acceleration, 1) / GRAVITY).tolist(),
            "motion[3:6]": calibrated(calibration, 1, turn, 0.01).tolist(),
        },
        rate=RATE)
