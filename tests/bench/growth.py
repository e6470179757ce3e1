#!/usr/bin/env python3
"""Whether time grows with the length of a document and no faster: `growth.py BINARY [SHAPE ...]`.

Each shape is n times something that a reader may stumble over: behind the opening of an assessment as a text, or
at random places of the page of a PDF. Prints the CPU
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
    spaced = (ROOT / "fixtures/documents/D027_layout.txt").read_text()
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
        "bars in a line of a drawn table": lambda n: f"{head}+---+---+\n| ① | あ |\n+---+---+\n{'|a' * n}|\n+---+---+\n",
        "a long cell of a drawn table": lambda n: f"{head}+---+---+\n| ① | あ |\n+---+---+\n| ② | {'あ' * n} |\n+---+---+\n",
        "pipe tables": lambda n: head + "| a | b | c |\n" * n,
        "tables within tables": lambda n: head + "<table><tr><td>" * n,
        "spans of rows": lambda n: f"{head}<table>{'<tr><td>あ</td><td rowspan=3>い</td></tr>' * n}</table>",
        "one label again": lambda n: head + "１．特定個人情報を取り扱う事務\n" * n,
        "openings": lambda n: head * (n // 60 + 1),
        "one long line": lambda n: head + "あいうえお" * n,
        "dates": lambda n: head + "令和6年10月1日 " * n,
        "dates torn into the next column": lambda n: spaced + "令和6年10月1日あ      い      う\n" * (n // 2),
        "tags without end": lambda n: head + "<s>あ" * n,
        "words far apart": lambda n: spaced + ("あ    " * (n // 2) + "\n") * 2,
        "links without target": lambda n: head + "[あ](" * n,
        "cells in quotes without end": lambda n: head + "\t".join('"あ' for _ in range(n)),
        "rows of a table with numbers": lambda n: head + "\n".join(f"委託事項{i}\tあ\n①委託内容\tあ" for i in range(1, n // 4)),
        "blanks": lambda n: head + " " * n * 10,
        "blank lines": lambda n: head + "\n" * n * 10,
        "numbered lines": lambda n: head + "①あ\n" * n,
        "counted lines": lambda n: head + "\n".join(f"{i}．あ" for i in range(n)),
    }


def page(content: str, fonts: int = 1) -> bytes:
    """A PDF of one page with this content and so many fonts."""
    names = "".join(f"/F{n} {n + 5} 0 R" for n in range(fonts))
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<<{names}>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ] + [font] * fonts
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(f"{len(out):010} 00000 n \n")
        out += f"{number} 0 obj\n{body}\nendobj\n"
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{''.join(places)}trailer<</Size {size}/Root 1 0 R>>\n"
    return f"{out}{table}startxref\n{len(out)}\n%%EOF".encode("latin-1")


def pages() -> dict:
    """For each shape the PDF with n of it on its page."""
    pick = random.Random(1)
    spot = lambda: (pick.uniform(20, 570), pick.uniform(20, 820))
    at = lambda make: lambda n: "".join(make(*spot()) for _ in range(n))
    text = lambda word: lambda n: "BT /F0 6 Tf " + at(lambda x, y: f"1 0 0 1 {x:.1f} {y:.1f} Tm ({word}) Tj ")(n) + "ET "
    fills = at(lambda x, y: f"{x:.1f} {y:.1f} {pick.uniform(5, 90):.1f} 9 re f ")
    shapes = {
        "brackets on a page": text("[ ]"),
        "brackets that stand alone": lambda n: text("[")(n // 2) + text("]")(n // 2),
        "words on a page": text("ab cd"),
        "rules across": at(lambda x, y: f"{x:.1f} {y:.1f} m {x + pick.uniform(5, 200):.1f} {y:.1f} l S "),
        "rules down": at(lambda x, y: f"{x:.1f} {y:.1f} m {x:.1f} {y + pick.uniform(5, 200):.1f} l S "),
        "boxes": at(lambda x, y: f"{x:.1f} {y:.1f} 7 7 re S "),
        "patches over words": lambda n: text("a")(n // 2) + "1 1 1 rg " + fills(n // 2),
        "rings": at(lambda x, y: f"{x:.1f} {y:.1f} m {x + 9:.1f} {y:.1f} {x + 9:.1f} {y + 9:.1f} {x:.1f} {y + 9:.1f} c S "),
    }
    shapes["a grid"] = lambda n: "".join(
        f"20 {20 + k * 0.1:.2f} m 580 {20 + k * 0.1:.2f} l S {20 + k * 0.07:.2f} 20 m {20 + k * 0.07:.2f} 820 l S "
        for k in range(0, 8_000, max(1, 8_000 // max(2, int(n**0.5))))
    )
    drawn = {name: (lambda make: lambda n: page(make(n)))(make) for name, make in shapes.items()}
    return drawn | {"fonts of a page": lambda n: page("BT /F0 6 Tf 9 9 Td (a) Tj ET", n)}


def seconds(binary: str, document: str | bytes) -> float:
    """CPU time of one run, everything but the document written."""
    is_text = isinstance(document, str)
    with tempfile.TemporaryDirectory() as folder:
        name = "a.txt" if is_text else "a.pdf"
        (pathlib.Path(folder) / name).write_bytes(document.encode() if is_text else document)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        command = [binary, "extract", name, "-o", "out", "--format", "csv", "-q", "--max-seconds", "600"]
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main() -> None:
    """Prints a line for each shape."""
    binary, *only = sys.argv[1:]
    binary, worst = str(pathlib.Path(binary).resolve()), 0.0
    for name, make in (shapes() | pages()).items():
        if only and name not in only:
            continue
        taken = [seconds(binary, make(count)) for count in COUNTS]
        grown = taken[2] / max(taken[1], 0.02)
        worst = max(worst, grown)
        print(f"{name:30}" + "".join(f"{one:8.2f}" for one in taken) + f"  {grown:5.1f}", flush=True)
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
