#!/usr/bin/env python3
"""Fit how often values read from scans are right to what the recogniser says of their characters (standard library only).

usage: calibrate.py TABLE.csv ITEMS.csv SET > NEW.csv

TABLE.csv is the table that the program was built with, SET the folder of labelled scans (NAME.gold.jsonl) that ITEMS.csv was
made of. The confidence in ITEMS.csv is turned back by TABLE.csv; for each kind the share of right values is fitted as a function
that never falls (pool adjacent violators), with one right and one wrong value added to each step.
"""
import bisect, csv, json, pathlib, re, sys, unicodedata

KINDS = ['blank', 'checkbox', 'choice', 'count', 'date', 'text']


def fold(text):
    return re.sub(r'\s+', '', unicodedata.normalize('NFKC', text or '')).translate(str.maketrans('―—–−‐ー', '------'))


def back(lines, likely):
    """The product that the table has turned into this likelihood."""
    xs, ys = [x for x, _ in lines], [y for _, y in lines]
    at = bisect.bisect_left(ys, likely)
    if at == 0 or at == len(ys):
        return xs[min(at, len(xs) - 1)]
    share = (likely - ys[at - 1]) / max(ys[at] - ys[at - 1], 1e-9)
    return xs[at - 1] + share * (xs[at] - xs[at - 1])


def fitted(points):
    """Steps of (product, right, count), never falling."""
    steps = []
    for sure, right in sorted(points):
        steps.append([sure, right, 1])
        while len(steps) > 1 and steps[-2][1] / steps[-2][2] >= steps[-1][1] / steps[-1][2]:
            sure, right, count = steps.pop()
            steps[-1] = [max(sure, steps[-1][0]), steps[-1][1] + right, steps[-1][2] + count]
    return [(sure, (right + 1) / (count + 2)) for sure, right, count in steps if count >= 8]


def main():
    table, items, folder = sys.argv[1:4]
    old = {}
    for row in csv.DictReader(open(table, encoding='utf-8')):
        old.setdefault(row['kind'], []).append((float(row['sure']), float(row['right'])))
    gold = {}
    for path in pathlib.Path(folder).glob('*.gold.jsonl'):
        lines = [json.loads(line) for line in open(path, encoding='utf-8')]
        gold[lines[0]['source']] = {row['item']: row['value'] for row in lines[1:] if not row.get('ambiguous')}
    points = {kind: [] for kind in KINDS}
    for row in csv.DictReader(open(items, encoding='utf-8')):
        want = gold.get(row['source'].rsplit('/', 1)[-1], {}).get(row['item'])
        if row['confidence'] and want is not None:
            kind = row['kind'] if row['value'] or row['kind'] == 'checkbox' else 'blank'
            points[kind].append((back(old[kind], float(row['confidence'])), fold(row['value']) == fold(want)))
    print('kind,sure,right')
    for kind in KINDS:
        last, lines = 0.0, [(0.0, 0.0)]
        for sure, right in fitted(points[kind]):
            last = max(last + 1e-4, right)
            if sure > lines[-1][0]:
                lines.append((sure, min(last, 0.999)))
        if lines[-1][0] < 1:
            lines.append((1.0, min(max(lines[-1][1] + 1e-4, 0.95 if len(lines) == 1 else 0), 0.9999)))
        for sure, right in lines:
            print(f'{kind},{sure:.4f},{right:.4f}')
        print(f'{kind}: {len(points[kind])} values', file=sys.stderr)


main()
