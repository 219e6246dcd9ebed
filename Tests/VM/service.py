"""The service as it is installed."""


def starts(bench, _):
    """the unit starts as the user sinew"""
    status = bench.machine.run("systemctl is-active sinewd.service")[1].strip()
    process = "/proc/$(systemctl show -P MainPID sinewd.service)"
    user = bench.machine.must(f"stat -c %U {process}").strip()
    bench.check(starts.__doc__, status == "active" and user == "sinew", f"{status}, {user}")
    states = {name: bench.device(name)["state"] for name in ("arm-emg", "leg-imu", "leg-emg")}
    bench.check("without devices every sensor is searched for",
                set(states.values()) == {"searching"}, f"{states}")


def hears(bench, _):
    """a user of the group sinew-feedback hears, and commands nothing"""
    scopes = {message["scope"] for message in bench.feedback() if message["kind"] == "hello"}
    bench.check("a user of the group sinew-feedback hears with the screen's scope",
                scopes == {"screen"}, f"{scopes}")
    status, text = bench.machine.run(
        "setpriv --reuid=screen --regid=screen --init-groups sinewctl devices")
    bench.check("and has no way to the control socket", status != 0, text.strip())


STORIES = [starts, hears]
