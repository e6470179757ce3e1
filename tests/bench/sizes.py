#!/usr/bin/env python3
"""Whether a document costs as much among many, and a page as much in a long file: `sizes.py BINARY [DOCUMENTS PAGES]`.

Prints, as Markdown, the processor seconds of runs over 1, 10, 100 … PDFs and over one PDF of 1, 10, 100 … pages (one thread, the
usual formats), what that is for each without the start of the program, and the peak of memory. Needs qpdf. DOCUMENTS and
PAGES are the most of each (20000 and 5000).
"""
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PDFS = [ROOT / "fixtures" / "documents" / f"{name}.pdf" for name in ("D008", "D012", "D023", "D027", "D006")]
STEPS = (1, 10, 100, 1000, 5000, 20000)
# Runs of which the middle one counts, for so many documents or pages and fewer.
AGAIN = 100


def run(binary, given, folder):
    """Processor seconds and peak of memory in MB."""
    code = (
        "import resource, subprocess, sys; assert subprocess.run(sys.argv[1:]).returncode < 2; "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
    )
    command = [binary, "extract", str(given), "-o", f"{folder}/out", "--fresh", "--replace", "-q", "--jobs", "1", "--max-seconds", "3600", "--max-memory", str(1 << 33)]
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak


def pages(count, path):
    """A PDF of so many pages of the fixtures."""
    command, left = ["qpdf", "--empty", "--pages"], count
    while left > 0:
        for pdf in PDFS:
            held = int(subprocess.run(["qpdf", "--show-npages", pdf], capture_output=True, check=True).stdout)
            if left > 0:
                command += [str(pdf), f"1-{min(held, left)}"]
                left -= held
    subprocess.run([*command, "--", str(path)], check=True)


def measure(binary, folder, kind, most, start):
    """The rows of the table."""
    print(f"\n| {kind} | processor | for each | peak memory |\n| --- | --- | --- | --- |")
    for count in (step for step in STEPS if step <= most):
        given = pathlib.Path(folder, kind, str(count))
        if kind == "documents":
            subprocess.run([sys.executable, ROOT / "tests/bench/documents.py", given, str(count)], check=True)
        else:
            given.mkdir(parents=True)
            pages(count, given / "a.pdf")
        runs = [run(binary, given, folder) for _ in range(5 if count <= AGAIN else 1)]
        seconds, peak = statistics.median(one for one, _ in runs), max(peak for _, peak in runs)
        each = (seconds - start) / count * 1000
        print(f"| {count:,} | {seconds:.2f} s | {each:.2f} ms | {peak:.0f} MB |", flush=True)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    most = [int(one) for one in sys.argv[2:4]] or [20000, 5000]
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder, "empty.txt")
        empty.write_text("")
        start = statistics.median(run(binary, empty, folder)[0] for _ in range(5))
        print(f"The start of the program and an empty text: {start * 1000:.0f} ms.")
        for kind, limit in zip(("documents", "pages"), most):
            measure(binary, folder, kind, limit, start)


main()
