"""witmotion: subscribes to acceleration, turn rate and quaternion."""

import time
from collections import defaultdict

from heard import Heard


def hear(port, seconds):
    import witmotion
    from witmotion import protocol

    # Its reader starts before its table of subscribers exists; bytes that come at once would end it.
    witmotion.IMU.subscribers = defaultdict(list)
    accelerations, rates, quaternions = [], [], []
    imu = witmotion.IMU(port, 115200)
    imu.subscribe(accelerations.append, protocol.AccelerationMessage)
    imu.subscribe(rates.append, protocol.AngularVelocityMessage)
    imu.subscribe(quaternions.append, protocol.QuaternionMessage)
    time.sleep(seconds)
    imu.close()
    imu.ser.close()
    # It takes 9.8 m/s2 for one g.
    return Heard(
        {
            "motion[0:3]": [[axis / protocol.G for axis in message.a] for message in accelerations],
            "motion[3:6]": [list(message.w) for message in rates],
            "quaternion": [list(message.q) for message in quaternions],
        },
        rate=100)
