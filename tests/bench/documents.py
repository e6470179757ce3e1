#!/usr/bin/env python3
"""Makes many documents out of the fixtures: documents.py FOLDER [COUNT] [--texts]

PDFs: each is a fixture with a comment of its own behind its end, so that no two have the same bytes and none is
known by its digest. They come in turn: 4, 4, 5 and 5 pages, and one of 31 pages for every hundred.
Texts: in turn too, each given to one body of Japan after the other, with a number of its own.
"""

import csv
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "documents"
PDFS = ("D008", "D012", "D023", "D027")
TEXTS = {"D026": "小菅村", "D027_layout": "瑞穂町", "D021": "白井市"}


def pdfs():
    """The bytes of the PDF of a number."""
    small = [(FIXTURES / f"{name}.pdf").read_bytes() for name in PDFS]
    large = (FIXTURES / "D006.pdf").read_bytes()
    return lambda number: (large if number % 100 == 99 else small[number % 4]) + f"\n% {number}\n".encode()


def texts():
    """The bytes of the text of a number."""
    with open(ROOT / "src/agency/data/bodies.csv", encoding="utf-8", newline="") as file:
        bodies = [row["name"] for row in csv.DictReader(file) if row["code"]]
    kinds = [((FIXTURES / f"{name}.txt").read_text(encoding="utf-8"), body) for name, body in TEXTS.items()]

    def make(number):
        text, body = kinds[number % len(kinds)]
        return (text.replace(body, bodies[number // 9 % len(bodies)]) + f"\n{number}\n").encode()

    return make


def main():
    names = [one for one in sys.argv[1:] if one != "--texts"]
    folder, count = pathlib.Path(names[0]), int(names[1]) if len(names) > 1 else 2000
    make, ending = (texts(), "txt") if "--texts" in sys.argv else (pdfs(), "pdf")
    for number in range(count):
        place = folder / f"{number // 100:03}" / f"{number:06}.{ending}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(make(number))


main()
