#!/usr/bin/env python3
"""What the numbers of a room decide (standard library only).

usage: numbers.py TABLE FOLDER... [--only FINDER[,FINDER]]

TABLE is one of `src/read/**/data/numbers.csv`, a FOLDER one of labelled PDFs. The numbers are constants of the build, so each in turn is made a
third smaller and a third greater, `lineless` built anew, and the PDFs read with all of their lines and without them. Printed are those that
change no value, which is what to write as their origin, and for the others how many items more are right and wrong without a finding. The
table is put back at the end.
"""
import argparse, collections, csv, hashlib, pathlib, re, subprocess, tempfile

LINE = re.compile(r'^all\s+(\d+) items\s+right\s+[\d.]+ % \((\d+)\)\s+silent\s+(\d+)', re.M)
ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ['cargo', 'build', '--quiet', '--release', '--features', 'stages', '--example', 'lineless']


def measure(folders):
    """A digest of all items, and how many are right and silent; none where it cannot be built."""
    if subprocess.run(BUILD, cwd=ROOT, capture_output=True).returncode:
        return None, collections.Counter()
    digest, counts = hashlib.sha256(), collections.Counter()
    for heed in ('all', 'none'):
        with tempfile.NamedTemporaryFile(suffix='.csv') as items:
            run = [ROOT / 'target/release/examples/lineless', '--heed', heed, '--items', items.name, *folders]
            found = LINE.search(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
            digest.update(pathlib.Path(items.name).read_bytes())
        counts.update(right=int(found[2]), silent=int(found[3]))
    return digest.hexdigest(), counts


def moved(value, factor):
    """A number, or each end of a range, times a factor; at least one step for whole ones."""
    if '..' in value:
        return '..'.join(moved(end, factor) for end in value.split('..'))
    if '.' in value:
        return f'{float(value) * factor:.4f}'
    step = max(1, round(int(value) / 3))
    return str(max(0, int(value) + (step if factor > 1 else -step)))


def written(table, rows, changed=None, value=None):
    with open(table, 'w', encoding='utf-8', newline='') as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator='\n')
        writer.writeheader()
        writer.writerows({**row, 'value': value} if row is changed else row for row in rows)


def main(table, folders, only):
    rows = list(csv.DictReader(open(table, encoding='utf-8')))
    same, base = measure(folders)
    if same is None:
        raise SystemExit(f"numbers: {' '.join(BUILD)} fails before anything is changed")
    print(f"as they are: right {base['right']}, silent {base['silent']}")
    try:
        for row in rows:
            if only and row['finder'] not in only:
                continue
            name = f"{row['finder']}::{row['name']}"
            for factor in (2 / 3, 4 / 3):
                value = moved(row['value'], factor)
                written(table, rows, row, value)
                digest, counts = measure(folders)
                effect = 'changes no value' if digest == same else 'cannot be built' if digest is None else \
                    f"right {counts['right'] - base['right']:+}  silent {counts['silent'] - base['silent']:+}"
                print(f"{name:32} {row['value']:>9} -> {value:>14}  {effect}", flush=True)
    finally:
        written(table, rows)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('table')
    parser.add_argument('folders', nargs='+')
    parser.add_argument('--only', type=lambda names: names.split(','), default=[])
    given = parser.parse_args()
    main(given.table, given.folders, given.only)
