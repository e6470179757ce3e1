#!/usr/bin/env python3
"""Makes many PDFs out of the fixtures: documents.py FOLDER [COUNT]

Each is a fixture with a comment of its own behind its end, so that no two have the same bytes and none is
known by its digest. They come in turn: 4, 4, 5 and 5 pages, and one of 31 pages for every hundred.
"""

import pathlib
import sys

folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2000
fixtures = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "documents"
small = [fixtures / f"{name}.pdf" for name in ("D008", "D012", "D023", "D027")]
large = fixtures / "D006.pdf"
for number in range(count):
    source = large if number % 100 == 99 else small[number % len(small)]
    place = folder / f"{number // 100:03}" / f"{number:06}.pdf"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(source.read_bytes() + b"\n% " + str(number).encode() + b"\n")
