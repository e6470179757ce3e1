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
    return items(out)


def compare(want, got, text):
    held = right = flagged = missing = 0
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
        elif mine is None:
            missing += 1
        else:
            silent.append((item, row['value'], mine['value']))
    return held, right, flagged, missing, silent


def main():
    global BINARY
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    BINARY, pdfs = sys.argv[1], sorted(pathlib.Path(sys.argv[2]).glob('*.pdf'))
    want = extract(sys.argv[2])
    print(f"{'tool':20} {'answers':>8} {'held':>6} {'right':>6} {'finding':>8} {'missing':>8} {'silent':>7}")
    for name in sys.argv[3:]:
        with tempfile.TemporaryDirectory() as tmp:
            folder = pathlib.Path(tmp)
            texts = {}
            for pdf in pdfs:
                if pdf.stem in want:
                    texts[pdf.stem] = TOOLS[name](pdf)
                    (folder / f'{pdf.stem}.txt').write_text(texts[pdf.stem], encoding='utf-8')
            got = extract(folder)
            sums = [0] * 5
            for stem, text in texts.items():
                *counts, silent = compare(want[stem], got.get(stem, {}), text)
                sums = [a + b for a, b in zip(sums, [*counts, len(silent)])]
                if VERBOSE:
                    print(stem, counts, len(silent), silent[:5])
            total = sum(len(want[stem]) for stem in texts)
            print(f'{name:20} {total:8} {sums[0]:6} {sums[1]:6} {sums[2]:8} {sums[3]:8} {sums[4]:7}')
            if KEEP:
                for stem, text in texts.items():
                    pathlib.Path(KEEP, f'{stem}.{name}.txt').write_text(text, encoding='utf-8')


if __name__ == '__main__':
    main()
