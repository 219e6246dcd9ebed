"""Two clients for a VN-100: vectornav-vn200 speaks to it in text (registers, asynchronous output off and
on, binary output set), vn100-inm-pt reads the binary messages that come of it."""

import contextlib
import io
import logging
import math
import sqlite3
import time

from heard import Heard

RATE = 100
GRAVITY = 9.80665
# Time since start, quaternion, turn rate, acceleration of the common group, at 800 Hz / 8.
BINARY_OUTPUT = "VNWRG,75,1,8,01,0131"

# vn100-inm-pt keeps the layout of messages in a database that its package lacks. It knows floats alone:
# the 64-bit time stands as two of them and is not looked at. Columns as in its driver_db.py.
LAYOUT = """
create table string_field_resolution_types (id, name);
create table binary_output_groups (id, name);
insert into binary_output_groups values (1, 'common');
create table binary_output_variable_resolution_types (id, name, bit_length);
insert into binary_output_variable_resolution_types values (1, 'float', 32);
create table binary_output_fields (id, name, "group", bit_offset, payload_length);
create table binary_output_variables (id, name, resolution_type, field, units);
"""
FIELDS = {0: ("t0", "t1"), 4: ("x", "y", "z", "w"), 5: ("gx", "gy", "gz"), 8: ("ax", "ay", "az")}


def layout():
    database = sqlite3.connect(":memory:")
    database.executescript(LAYOUT)
    for bit, names in FIELDS.items():
        database.execute(
            "insert into binary_output_fields values (?, ?, 1, ?, ?)",
            (bit, f"field {bit}", bit, 4 * len(names)))
        for name in names:
            database.execute(
                "insert into binary_output_variables values (null, ?, 1, ?, '')", (name, bit))
    database.commit()
    return database


def record(port, seconds):
    """Speaks as vectornav-vn200 does and returns the bytes that came after the start."""
    from vectornav import VN200

    unit = VN200(port)
    unit.connect()
    if not unit.read_model_number().startswith("VN"):
        raise RuntimeError("model number is not a VectorNav's")
    norm = math.hypot(*list(unit.read_accel().values())[:3])
    if not 2 < norm < 40:
        raise RuntimeError(f"acceleration by register is {norm} m/s2")
    unit._send_command("VNWRG,06,0")
    unit._send_command("VNASY,1")
    unit._send_command(BINARY_OUTPUT)
    unit._ser.timeout = 0.1
    unit._ser.reset_input_buffer()
    data, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        data += unit._ser.read(256)
    unit._ser.close()
    return data


def hear(port, seconds):
    data = record(port, seconds)
    with contextlib.redirect_stdout(io.StringIO()):
        from vn100.vn100_modules import VN100_Parser
    quiet = logging.getLogger("vn100")
    quiet.setLevel(logging.CRITICAL)
    parser = VN100_Parser([[byte, 0] for byte in data], layout(), quiet)
    # It shortens an input that it holds to be too long.
    parser.BUFFER_OVERFLOW_THRESHOLD_RATIO = len(data)
    while True:
        before = len(parser.output)
        package = parser._scan_for_a_package(reset_flag=False)
        if package["message"] is None:
            break
        if package["type"] == "binary":
            parser.output.append(parser._convert_binary_package_to_vn_objects(package))
        if len(parser.output) == before:
            break
    rows = [{name: item["value"] for name, item in message.items()} for message in parser.output]
    degrees = 180 / math.pi
    return Heard(
        {
            "motion": [
                [row[axis] / GRAVITY for axis in ("ax", "ay", "az")]
                + [row[axis] * degrees for axis in ("gx", "gy", "gz")] for row in rows
            ],
            "quaternion": [[row[axis] for axis in "wxyz"] for row in rows],
        },
        rate=RATE)
