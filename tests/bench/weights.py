#!/usr/bin/env python3
"""What the weights of a finder decide (standard library only).

usage: weights.py BENCH TABLE FOLDER...

BENCH is the built example `lineless`, TABLE one of `src/read/table/white/data/*.csv`, a FOLDER one of labelled PDFs. Each weight in turn
is made a third smaller and a third greater; the PDFs are read without their lines and as texts of `pdftotext -layout`. Printed are the
weights that change no value, and for the others how many items more are right and wrong without a finding. Last comes what fitting would
gain: for each producer the best single change on the documents of all others, measured on its own, which it has not seen.
"""
import collections, csv, hashlib, pathlib, re, shutil, subprocess, sys, tempfile

LINE = re.compile(r'^(\S+)\s+(\d+) items\s+right\s+[\d.]+ % \((\d+)\)\s+silent\s+(\d+)')


def texts(folders, into):
    """The texts of the labelled PDFs, with their labels."""
    for folder in map(pathlib.Path, folders):
        with open(into / 'manifest.jsonl', 'a', encoding='utf-8') as manifest:
            manifest.write((folder / 'manifest.jsonl').read_text('utf-8'))
        for labels in sorted(folder.glob('*.gold.jsonl')):
            pdf = labels.with_name(labels.name.replace('.gold.jsonl', '.pdf'))
            if pdf.exists():
                shutil.copy(labels, into)
                subprocess.run(['pdftotext', '-q', '-layout', pdf, into / f'{pdf.stem}.txt'])


def measure(bench, table, folders):
    """A digest of all items, and (right, silent) by producer."""
    counts = collections.Counter()
    with tempfile.NamedTemporaryFile(suffix='.csv') as items:
        run = [bench, '--weights', table, '--items', items.name, *folders]
        out = subprocess.run(run, check=True, capture_output=True, text=True).stdout
        digest = hashlib.sha256(pathlib.Path(items.name).read_bytes()).hexdigest()
    for name, _, right, silent in (found.groups() for found in map(LINE.match, out.splitlines()) if found):
        counts[name, 'right'] += int(right)
        counts[name, 'silent'] += int(silent)
    return digest, counts


def moved(value, factor):
    if '.' in value:
        return f'{float(value) * factor:.4f}'
    step = max(1, round(abs(int(value)) / 3))
    return str(int(value) + (step if factor > 1 else -step))


def gain(counts, base, producers):
    """Right items won, and three times the silent ones lost."""
    of = lambda key: sum(counts[p, key] - base[p, key] for p in producers)
    return of('right') - 3 * of('silent')


def main(bench, table, *folders):
    with tempfile.TemporaryDirectory() as tmp:
        texts(folders, pathlib.Path(tmp))
        perturb(bench, table, [*folders, tmp])


def perturb(bench, table, folders):
    rows = list(csv.DictReader(open(table, encoding='utf-8')))
    same, base = measure(bench, table, folders)
    producers = sorted({p for p, _ in base} - {'all'})
    print(f"as they are: right {base['all', 'right']}, silent {base['all', 'silent']}")
    tried, idle = {}, []
    for at, row in enumerate(rows):
        changed = False
        for factor in (2 / 3, 4 / 3):
            with tempfile.NamedTemporaryFile('w', suffix='.csv', encoding='utf-8') as file:
                writer = csv.DictWriter(file, rows[0].keys(), lineterminator='\n')
                writer.writeheader()
                writer.writerows({**r, 'value': moved(r['value'], factor)} if r is row else r for r in rows)
                file.flush()
                digest, counts = measure(bench, file.name, folders)
            changed |= digest != same
            tried[row['name'], factor] = counts
            if digest != same:
                d = lambda key: counts['all', key] - base['all', key]
                print(f"{row['name']:20} {row['value']:>5} -> {moved(row['value'], factor):>7}  right {d('right'):+4}  silent {d('silent'):+4}", flush=True)
        if not changed:
            idle.append(row['name'])
    print(f"{len(idle)} of {len(rows)} change no value: {' '.join(idle)}")
    total = collections.Counter()
    for left_out in producers:
        others = [p for p in producers if p != left_out]
        best = max(tried, key=lambda key: gain(tried[key], base, others))
        won = gain(tried[best], base, others) > 0
        for key in ('right', 'silent'):
            total[key] += (tried[best] if won else base)[left_out, key] - base[left_out, key]
    print(f"fitted without each producer in turn, measured on it: right {total['right']:+}, silent {total['silent']:+}")


if __name__ == '__main__':
    main(*sys.argv[1:]) if len(sys.argv) > 3 else sys.exit(__doc__)
