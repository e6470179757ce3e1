#!/usr/bin/env python3
"""Let real tools write PDFs as texts, and see what is read out of these texts.

usage: tools.py BINARY FOLDER_OF_PDFS TOOL...

The answers that the program reads out of the PDF itself are the measure: of those whose words the tool's text still
holds, how many are read alike, how many otherwise but with a finding, how many otherwise and in silence.
"""
import csv, os, pathlib, subprocess, sys, tempfile, unicodedata

KEEP, VERBOSE = os.environ.get('KEEP'), os.environ.get('VERBOSE')


def markitdown(path):
    from markitdown import MarkItDown
    return MarkItDown().convert(str(path)).text_content


def pymupdf4llm(path):
    import pymupdf4llm
    return pymupdf4llm.to_markdown(str(path))


def pymupdf4llm_pages(path):
    import pymupdf4llm
    return pymupdf4llm.to_markdown(str(path), page_separators=True)


def kreuzberg(path):
    from kreuzberg import extract_file_sync
    return extract_file_sync(str(path)).content


def kreuzberg_markdown(path):
    from kreuzberg import ExtractionConfig, extract_file_sync
    return extract_file_sync(str(path), config=ExtractionConfig(output_format='markdown')).content


def liteparse(path):
    found = subprocess.run([pathlib.Path(sys.executable).parent / 'lit', 'parse', str(path), '--no-ocr'], capture_output=True, text=True)
    return found.stdout


def opendataloader(path):
    import opendataloader_pdf
    with tempfile.TemporaryDirectory() as out:
        opendataloader_pdf.convert(input_path=[str(path)], output_dir=out, format='markdown', quiet=True)
        return '\n'.join(p.read_text(encoding='utf-8') for p in sorted(pathlib.Path(out).rglob('*.md')))


TOOLS = {name: f for name, f in list(globals().items()) if callable(f)}
BINARY = ''


def fold(text):
    return ''.join(c for c in unicodedata.normalize('NFKC', text) if not c.isspace() and c not in '|*#`\\_<>&;')


def items(folder):
    with open(folder / 'items.csv', encoding='utf-8-sig') as file:
        rows = list(csv.DictReader(file))
    out = {}
    for row in rows:
        out.setdefault(row['source'].rsplit('/', 1)[-1].rsplit('.', 1)[0], {})[row['item']] = row
    return out


def extract(folder):
    out = pathlib.Path(tempfile.mkdtemp())
    subprocess.run([BINARY, 'extract', str(folder), '--output', str(out)], capture_output=True)
    return out


def noted(folder):
    """The texts of which a finding of weight is on no item but on the document, by their names."""
    with open(folder / 'findings.csv', encoding='utf-8-sig') as file:
        rows = [row for row in csv.DictReader(file) if not row['item'] and row['severity'] in ('warning', 'error')]
    return {row['source'].rsplit('/', 1)[-1].rsplit('.', 1)[0] for row in rows}


def compare(want, got, text, document_noted):
    """Answers whose words the text holds: all, read alike, otherwise with a finding, not in the record (with and without a
    finding on the document), and those otherwise in silence."""
    held = right = flagged = missing = quiet = 0
    silent = []
    whole = fold(text)
    for item, row in want.items():
        printed = row['text'] if row['kind'] in ('text', 'date') else row['value']
        if row['kind'] in ('checkbox', 'count'):
            printed = row['label']
        if not fold(printed) or fold(printed) not in whole:
            continue
        held += 1
        mine = got.get(item)
        if mine and fold(mine['value']) == fold(row['value']):
            right += 1
        elif mine and mine['findings']:
            flagged += 1
        elif mine is None and document_noted:
            missing += 1
        elif mine is None:
            quiet += 1
        else:
            silent.append((item, row['value'], mine['value']))
    return [held, right, flagged, missing, quiet, len(silent)], silent


def head():
    print(f"{'tool':20} {'answers':>8} {'held':>6} {'right':>6} {'finding':>8} {'missing':>8} {'quiet':>6} {'silent':>7} {'right or said':>14}")


def line(name, want, texts):
    """What is read out of the texts of a tool, as a line of the table."""
    with tempfile.TemporaryDirectory() as tmp:
        folder = pathlib.Path(tmp)
        for stem, text in texts.items():
            (folder / f'{stem}.txt').write_text(text, encoding='utf-8')
            if KEEP:
                pathlib.Path(KEEP, f'{stem}.{name}.txt').write_text(text, encoding='utf-8')
        out = extract(folder)
    got, known = items(out), noted(out)
    sums = [0] * 6
    for stem, text in texts.items():
        counts, silent = compare(want[stem], got.get(stem, {}), text, stem in known)
        sums = [a + b for a, b in zip(sums, counts)]
        if VERBOSE:
            print(stem, counts, silent[:5])
    total = sum(len(want[stem]) for stem in texts)
    held, right, flagged, missing, quiet, silent = sums
    said = 100 * (right + flagged + missing) / max(1, held)
    print(f'{name:20} {total:8} {held:6} {right:6} {flagged:8} {missing:8} {quiet:6} {silent:7} {said:13.2f}%')


def main():
    global BINARY
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    BINARY, pdfs = sys.argv[1], sorted(pathlib.Path(sys.argv[2]).glob('*.pdf'))
    want = items(extract(sys.argv[2]))
    head()
    for name in sys.argv[3:]:
        line(name, want, {pdf.stem: TOOLS[name](pdf) for pdf in pdfs if pdf.stem in want})


if __name__ == '__main__':
    main()
