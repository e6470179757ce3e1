#!/usr/bin/env python3
"""Counts the instructions of each stage, which do not depend on the machine's mood, beside the table instructions.csv.

usage: tests/bench/instructions.py [BINARY] [--write]      (default: target/release/hyokasho; needs valgrind)

Exit 1 where a stage of a case has grown by more than a tenth: make it cheaper, or say why it is worth that and put
the new figures into the table with --write. Of builds with other features or settings the figures are others: they
are for `cargo build --release --no-default-features --features cli,parquet` with lto = "off", 16 units.
"""
import csv
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_suffix(".csv")
GROWTH = 1.1
# A stage of fewer million instructions says nothing.
LEAST = 1.0

# What is read, and how often it is laid into the folder.
CASES = {
    "one PDF": (["D001.pdf"], 1),
    "PDFs": (["D006.pdf", "D027.pdf", "D036.pdf"], 4),
    "texts": (["000_491281ded6c99a7d.txt", "001_75823ff776d4fa76.txt", "D037.txt"], 4),
}
# The functions whose instructions, those of what they call included, are a stage's.
STAGES = {
    "digest": r"input::known$",
    "read": r"assess::read$",
    "understand": r"assess::understand$",
    "encode": r"export::piece::encode$",
    "pack": r"export::piece::Piece::pack$",
    "begin": r"export::output::Output::begin$",
    "finish": r"export::output::Output::finish$",
}


def measure(binary, case):
    """Million instructions by stage."""
    files, copies = CASES[case]
    with tempfile.TemporaryDirectory() as folder:
        given, counts = Path(folder, "in"), Path(folder, "counts")
        given.mkdir()
        for name in files:
            data = (ROOT / "fixtures/documents" / name).read_bytes()
            for copy in range(copies):
                # Blanks at the end make other documents of them.
                (given / f"{copy}-{name}").write_bytes(data + b"\n" * copy)
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", str(binary)]
        command += ["extract", str(given), "--output", str(Path(folder, "out")), "--jobs", "1", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True)
        if not counts.exists():
            sys.exit(f"{case}: valgrind gave no counts:\n{done.stderr}")
        return stages(counts.read_text(errors="replace").splitlines())


def stages(lines):
    """Instructions by stage, out of the lines of callgrind's file."""
    names, inclusive, total = {}, defaultdict(int), 0
    function = called = None
    in_call = False

    def number(text):
        found = re.match(r"\((\d+)\)(?: (.*))?$", text)
        if found[2]:
            names[found[1]] = found[2]
        return found[1]

    for line in lines:
        if line.startswith("fn="):
            function = number(line[3:])
        elif line.startswith("cfn="):
            called = number(line[4:])
        elif line.startswith("calls="):
            in_call = True
        elif re.match(r"[-+*\d]", line):
            cost = int(line.split()[1])
            if not in_call:
                total += cost
            # What a function calls of itself is counted where it is spent.
            if not in_call or called != function:
                inclusive[function] += cost
            in_call = False
    found = {"all": total / 1e6}
    for stage, pattern in STAGES.items():
        costs = [inclusive[key] for key, name in names.items() if re.search(pattern, name)]
        if not costs:
            sys.exit(f"{stage}: expected a function {pattern}, but found none: was it renamed, or inlined?")
        found[stage] = max(costs) / 1e6
    return found


def main():
    arguments = [one for one in sys.argv[1:] if one != "--write"]
    binary = Path(arguments[0] if arguments else ROOT / "target/release/hyokasho").resolve()
    known = {}
    if TABLE.exists():
        with TABLE.open(newline="") as file:
            known = {(row["case"], row["stage"]): float(row["million"]) for row in csv.DictReader(file)}
    rows, grown = [], []
    for case in CASES:
        for stage, now in measure(binary, case).items():
            before = known.get((case, stage))
            print(f"{case:10}{stage:12}{now:10.1f} M" + (f"{before:12.1f} M before" if before else ""))
            rows.append((case, stage, f"{now:.1f}"))
            if before is None or now > max(before, LEAST) * GROWTH:
                grown.append(f"{case}, {stage}: {now:.1f} M instructions, {before} M in the table")
    if "--write" in sys.argv:
        with TABLE.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([("case", "stage", "million"), *rows])
        return
    if grown:
        sys.exit("grown by more than a tenth:\n" + "\n".join(grown))


main()
