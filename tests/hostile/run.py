#!/usr/bin/env python3
"""Whether the limits bind: `run.py BINARY [--seconds N] [SHAPE ...]` reads each hostile document of `shapes.py`.

Prints for each its size, the time as a multiple of the limit (wall clock, the start of the program included), the most
memory in MiB, how it ended, and which limits spoke. Fails where a run takes more than 1.2 times its limit (given half a
second for start and end), takes more than 512 MiB, dies, or leaves the document without a row.
"""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import shapes

TIME, MEMORY, START = 1.2, 512, 0.5


def read(binary: str, folder: pathlib.Path, name: str, seconds: int) -> tuple[float, float, int]:
    """Seconds taken, MiB at most, and how the run ended; one that does not end is killed after four times the limit."""
    command = [binary, "extract", name, "-o", "out", "--format", "csv", "-q", "--jobs", "1", "--ocr", "never", "--max-seconds", str(seconds)]
    begun = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        taken = time.monotonic() - begun
        if ended:
            child.returncode = os.waitstatus_to_exitcode(status)
            return taken, usage.ru_maxrss / 1024, child.returncode
        if taken > 4 * seconds:
            child.kill()
        time.sleep(0.01)


def said(folder: pathlib.Path) -> tuple[bool, list[str]]:
    """Whether the document has a row of its own, and the limits that are named."""
    rows = {name: list(csv.DictReader(open(folder / "out" / name))) for name in ("assessments.csv", "findings.csv") if (folder / "out" / name).exists()}
    codes = {row["code"] for row in rows.get("findings.csv", [])}
    return any(rows.values()), sorted(code for code in codes if code.startswith("limit") or code == "internal-error")


def main() -> None:
    """Prints a line for each shape."""
    arguments = sys.argv[2:]
    seconds = int(arguments.pop(arguments.index("--seconds") + 1)) if "--seconds" in arguments else 5
    only = [one for one in arguments if one != "--seconds"]
    binary, bad = str(pathlib.Path(sys.argv[1]).resolve()), []
    for name, (ending, _) in shapes.SHAPES.items():
        if only and name not in only:
            continue
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            document = folder / f"a.{ending}"
            # What this process has taken would count for those that it starts.
            subprocess.run([sys.executable, shapes.__file__, name, document], check=True)
            size = document.stat().st_size
            taken, memory, end = read(binary, folder, f"a.{ending}", seconds)
            is_there, limits = said(folder)
        wrong = taken > TIME * seconds + START or memory > MEMORY or end not in (0, 1) or not is_there or "internal-error" in limits
        bad += [name] * wrong
        print(f"{name:38}{size / 1e6:7.1f} MB{taken / seconds:7.2f}{memory:7.0f}{end:5}  {' '.join(limits)}{'  <-' if wrong else ''}", flush=True)
    print(f"{len(bad)} of them beyond the limits{': ' if bad else ''}{', '.join(bad)}")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
