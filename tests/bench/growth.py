#!/usr/bin/env python3
"""Whether time grows with the length of a text and no faster: `growth.py BINARY [SHAPE ...]`.

Each shape is the opening of an assessment and n times something that a reader may stumble over. Prints the CPU
seconds (user) for n, 2n and 4n, and how much the last doubling cost; fails where that is over 3.
"""
import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
COUNTS = (8_000, 16_000, 32_000)
LIMIT = 3.0


def labels() -> list[str]:
    """All labels of the form of the opening."""
    found, left = [], list(json.loads((ROOT / "src/form/data/key.json").read_text())["sections"])
    while left:
        node = left.pop(0)
        if isinstance(node, dict):
            found += [node["label"]] if node.get("label") else []
            left = node.get("nodes", []) + node.get("options", []) + left
    return found


def shapes() -> dict:
    """For each shape the text of n of it."""
    head = "\n".join((ROOT / "fixtures/documents/D021.txt").read_text().splitlines()[:60]) + "\n"
    pick, known = random.Random(1), labels()
    shuffled = lambda end: lambda n: head + "\n".join(pick.choice(known) + end for _ in range(n))
    return {
        "option lines": lambda n: head + "<選択肢>\n" * n,
        "shuffled labels": shuffled(""),
        "shuffled labels with values": shuffled("\nあああ"),
        "brackets in a line": lambda n: head + "[ ○ ] " * n,
        "lines of brackets": lambda n: head + "[ ○ ] 紙\n" * n,
        "cells of a row": lambda n: head + "\t".join("あ" * n),
        "rows of cells": lambda n: head + "あ\tい\tう\tえ\tお\n" * n,
        "pipe tables": lambda n: head + "| a | b | c |\n" * n,
        "tables within tables": lambda n: head + "<table><tr><td>" * n,
        "spans of rows": lambda n: f"{head}<table>{'<tr><td>あ</td><td rowspan=3>い</td></tr>' * n}</table>",
        "one label again": lambda n: head + "１．特定個人情報を取り扱う事務\n" * n,
        "openings": lambda n: head * (n // 60 + 1),
        "one long line": lambda n: head + "あいうえお" * n,
        "dates": lambda n: head + "令和6年10月1日 " * n,
        "blanks": lambda n: head + " " * n * 10,
        "blank lines": lambda n: head + "\n" * n * 10,
        "numbered lines": lambda n: head + "①あ\n" * n,
        "counted lines": lambda n: head + "\n".join(f"{i}．あ" for i in range(n)),
    }


def seconds(binary: str, text: str) -> float:
    """CPU time of one run, everything but the texts written."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "a.txt").write_text(text)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        command = [binary, "extract", "a.txt", "-o", "out", "--format", "csv", "-q", "--max-seconds", "600"]
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main() -> None:
    """Prints a line for each shape."""
    binary, *only = sys.argv[1:]
    binary, worst = str(pathlib.Path(binary).resolve()), 0.0
    for name, text in shapes().items():
        if only and name not in only:
            continue
        taken = [seconds(binary, text(count)) for count in COUNTS]
        grown = taken[2] / max(taken[1], 0.02)
        worst = max(worst, grown)
        print(f"{name:30}" + "".join(f"{one:8.2f}" for one in taken) + f"  {grown:5.1f}", flush=True)
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
