#!/usr/bin/env python3
"""sinewd in a machine with a real kernel, udev and systemd, while sensors are plugged in and out.

    make vm-test
    Tests/VM/vm_test.py FOLDER PACKAGE    with FOLDER/image, and the .deb of `make deb`
    Tests/VM/vm_test.py FOLDER PACKAGE wearables    only the stories of one file
    Tests/VM/vm_test.py FOLDER PACKAGE wearables:found,survives,minute    only these of them

Wearables want FOLDER/python (a virtual environment with requirements.txt) and FOLDER/guest-python
(`pip install --target` of requirements-guest.txt); without them they are skipped in plain sight.

Prints a line for each check and ends with `N passed, N failed`; the exit status is 1 if any failed.
"""

import argparse
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

import bridges
import gadgets
import packages
import radio
import service
import wearables
from bench import Bench
from machine import Machine

HERE = Path(__file__).resolve().parent


def chosen(chapters, word):
    """A file's stories, all of them or those named behind the colon, in their own order."""
    name, _, names = word.partition(":")
    if name not in chapters:
        sys.exit(f"no such file: {name}; there are {', '.join(chapters)}")
    wanted = names.split(",") if names else []
    if unknown := set(wanted) - {story.__name__ for story in chapters[name]}:
        sys.exit(f"no such story in {name}: {', '.join(sorted(unknown))}")
    return name, [story for story in chapters[name] if not wanted or story.__name__ in wanted]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("package", type=Path)
    parser.add_argument("chapters", nargs="*", metavar="file")
    options = parser.parse_args()
    folder, package = options.folder.resolve(), options.package.resolve()
    chapters = {"packages": packages.FIRST}
    chapters |= {module.__name__: module.STORIES
                 for module in (service, bridges, gadgets, wearables)}
    chapters |= {"upgrades": packages.LAST}
    if options.chapters:
        chapters = dict(chosen(chapters, word) for word in options.chapters)
    if found := radio.environment(folder):
        wearables.Air.python = found[0]
    elif chapters.pop("wearables", None):
        print("skipped: wearables, for FOLDER/python and FOLDER/guest-python are not there")
    state, work = folder / "state", folder / "work"
    for path in (state, work):
        shutil.rmtree(path, ignore_errors=True)
    work.mkdir()
    shutil.copytree(HERE / "guest", state / "share/guest")
    shutil.copy(package, state / "share/sinew.deb")
    shutil.copy(work / packages.newer(package, work), state / "share")
    subprocess.run(["dpkg-deb", "-x", package, work / "here"], check=True)
    sinewctl = str(work / "here/usr/bin/sinewctl")
    if found:
        shutil.copytree(found[1], state / "share" / "python")
    with Machine(folder / "image", state) as machine:
        bench = Bench(machine)
        try:
            bench.install()
            for story in (story for stories in chapters.values() for story in stories):
                try:
                    story(bench, sinewctl)
                except Exception:  # one story that breaks says nothing about the next
                    bench.check(story.__doc__, False, traceback.format_exc(limit=-2))
        finally:
            (state / "journal").write_text(machine.run("journalctl --no-pager")[1])
    print("figures, ms, with an emulated processor; below zero: udevadm heard of it later:")
    for name, times in bench.figures.items():
        print(f"  {name}: {', '.join(f'{seconds * 1000:.0f}' for seconds in times)}")
    print(f"{bench.passed} passed, {bench.failed} failed")
    return bench.failed > 0


if __name__ == "__main__":
    sys.exit(main())
