#!/usr/bin/env python3
"""Silent damage: `mutants.py BINARY [COUNT]` makes mutants of the fixtures and counts what changes in silence.

Of each kind COUNT (default 600) with a fixed seed. PDFs: one bit flipped within a stream, three bytes changed
anywhere, the end cut off, two objects exchanged, a stretch of another PDF spliced in. Texts: the end cut off, a
stretch taken out, two stretches exchanged, characters replaced. An item changes in silence if its value is another
than that of the sound document, or it is gone, and neither the item nor the document as a whole has a finding of
weight that the sound document has not (a note on the document does not count). Rows that are numbered by their
order alone (変更箇所, attachments) are left out: where one is gone, all behind it have other ids. Prints a line for
each kind: mutants, items of the sound documents, silent changes, and these per 1,000 items.
"""
import collections
import csv
import pathlib
import random
import re
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).parents[2] / "fixtures/documents"
PDFS = ("D001.pdf", "D006.pdf", "D008.pdf", "D012.pdf", "D023.pdf", "D027.pdf", "D036.pdf")
TEXTS = ("D021.txt", "D037.txt", "D027_layout.txt", "002_b716d8e1545cc6b4.txt", "003_c752a49d489c3226.txt")


def flip(pdf: bytes, pick: random.Random) -> bytes:
    """One bit within a stream."""
    streams = [found.span(1) for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.S)]
    start, end = pick.choice([span for span in streams if span[1] - span[0] > 40])
    at = pick.randrange(start, end - 2)
    return pdf[:at] + bytes([pdf[at] ^ 1 << pick.randrange(8)]) + pdf[at + 1 :]


def change(pdf: bytes, pick: random.Random) -> bytes:
    """Three bytes anywhere."""
    changed = bytearray(pdf)
    for _ in range(3):
        changed[pick.randrange(len(changed))] = pick.randrange(256)
    return bytes(changed)


def cut(text, pick: random.Random):
    """The end cut off."""
    return text[: pick.randrange(len(text) // 10, len(text))]


def exchange_objects(pdf: bytes, pick: random.Random) -> bytes:
    """Two objects under each other's numbers."""
    heads = [found.span() for found in re.finditer(rb"(?<=\n)\d+(?= 0 obj)", pdf)]
    if len(heads) < 2:
        return change(pdf, pick)
    (a, b), (c, d) = sorted(pick.sample(heads, 2))
    return pdf[:a] + pdf[c:d] + pdf[b:c] + pdf[a:b] + pdf[d:]


def splice(pdf: bytes, pick: random.Random) -> bytes:
    """A stretch of another PDF in the place of one's own."""
    other = (FOLDER / pick.choice(PDFS)).read_bytes()
    length = pick.randrange(1, 400)
    at, source = pick.randrange(len(pdf) - length), pick.randrange(len(other) - length)
    return pdf[:at] + other[source : source + length] + pdf[at + length :]


def gap(text: str, pick: random.Random) -> str:
    """A stretch taken out."""
    length = pick.randrange(20, 2000)
    at = pick.randrange(max(1, len(text) - length))
    return text[:at] + text[at + length :]


def exchange(text: str, pick: random.Random) -> str:
    """Two stretches exchanged."""
    length = pick.randrange(20, 300)
    a, c = sorted(pick.sample(range(len(text) - length), 2))
    return text if c < a + length else text[:a] + text[c : c + length] + text[a + length : c] + text[a : a + length] + text[c + length :]


def replace(text: str, pick: random.Random) -> str:
    """Three characters replaced by U+FFFD."""
    for _ in range(3):
        at = pick.randrange(len(text))
        text = text[:at] + "\ufffd" + text[at + 1 :]
    return text


KINDS = {
    "pdf: one bit in a stream": (PDFS, flip),
    "pdf: three bytes": (PDFS, change),
    "pdf: end cut off": (PDFS, cut),
    "pdf: objects exchanged": (PDFS, exchange_objects),
    "pdf: stretch of another": (PDFS, splice),
    "text: end cut off": (TEXTS, cut),
    "text: stretch taken out": (TEXTS, gap),
    "text: stretches exchanged": (TEXTS, exchange),
    "text: characters lost": (TEXTS, replace),
}


def read(binary: str, folder: pathlib.Path) -> tuple[dict, dict, dict]:
    """Values, items with a finding, and the findings of weight on the document as a whole, by file."""
    out = folder.with_suffix(".out")
    command = [binary, "extract", str(folder), "-o", str(out), "--format", "csv", "-q", "--ocr", "never"]
    subprocess.run(command, capture_output=True, check=False)
    values, found, loud = (collections.defaultdict(kind) for kind in (dict, set, set))
    for row in csv.DictReader((out / "items.csv").open()):
        if not row["item"].startswith(("changes.", "appendix")):
            values[row["source"]][row["item"]] = row["value"]
    for row in csv.DictReader((out / "findings.csv").open()):
        if row["item"]:
            found[row["source"]].add(row["item"])
        elif row["severity"] != "note":
            loud[row["source"]].add((row["code"], row["message"]))
    return values, found, loud


def main() -> None:
    """Prints the table."""
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 600
    show = "--show" in sys.argv
    with tempfile.TemporaryDirectory() as place:
        sound, _, marked = read(binary, copy(pathlib.Path(place) / "sound"))
        total = collections.Counter()
        for number, (kind, (names, mutate)) in enumerate(KINDS.items()):
            pick, folder = random.Random(number), pathlib.Path(place) / f"mutants{number}"
            folder.mkdir()
            for at in range(count):
                name = names[at % len(names)]
                original = (FOLDER / name).read_bytes()
                mutant = mutate(original, pick) if name.endswith("pdf") else mutate(original.decode(), pick).encode()
                (folder / f"{at:04}-{name}").write_bytes(mutant)
            values, found, loud = read(binary, folder)
            items = silent = 0
            for path in sorted(folder.iterdir()):
                truth = sound[path.name[5:]]
                items += len(truth)
                if loud[path.name] - marked[path.name[5:]]:
                    continue
                changed = [one for one, value in truth.items() if values[path.name].get(one) != value and one not in found[path.name]]
                silent += len(changed)
                if changed and show:
                    print(f"  {path.name} {len(changed)} of {len(truth)}: {', '.join(changed[:4])}")
            total[kind[:4], "items"] += items
            total[kind[:4], "silent"] += silent
            print(f"{kind:28}{count:6}{items:9}{silent:7}{1000 * silent / items:8.2f}", flush=True)
        for what in ("pdf:", "text"):
            items, silent = total[what, "items"], total[what, "silent"]
            print(f"{what:34}{items:9}{silent:7}{1000 * silent / items:8.2f}")


def copy(folder: pathlib.Path) -> pathlib.Path:
    """The sound documents by themselves."""
    folder.mkdir()
    for name in PDFS + TEXTS:
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    return folder


if __name__ == "__main__":
    main()
