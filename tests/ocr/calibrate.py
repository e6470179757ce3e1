#!/usr/bin/env python3
"""Fit how often values read from scans are right to what the recogniser says of their characters (standard library only).

usage: calibrate.py TABLE.csv FOLDER SET [FOLDER SET]... > NEW.csv

TABLE.csv is the table that the program was built with; each FOLDER holds what it wrote of the labelled scans in SET
(items.csv in it or in folders in it; NAME.gold.jsonl). A text is right if no more than three in a hundred of its characters
are wrong, anything else if it is exact. The confidence in items.csv is turned back by TABLE.csv; for each kind the share of right
values is fitted as a function that never falls (pool adjacent violators), with one right and one wrong value added to
each step. What each document would have got from the others' values is told on the error stream: that is the figure to
believe.
"""
import bisect, collections, csv, difflib, itertools, json, pathlib, re, sys, unicodedata

KINDS = ['blank', 'checkbox', 'choice', 'count', 'date', 'text']
SURE = 0.9       # less sure values carry a finding (src/confidence/mod.rs)
FEWEST = 8       # values of a step


def fold(text):
    """Width only: ①, ㈱ and Ⅰ stay what they are."""
    text = re.sub('[\uff01-\uff9f\uffe0-\uffe6]+', lambda part: unicodedata.normalize('NFKC', part[0]), text or '')
    return re.sub(r'\s+', '', text).translate(str.maketrans('―—–−‐〜～〇◯', '-----~~○○'))


def is_right(kind, want, got):
    want, got = fold(want), fold(got)
    return want == got or kind == 'text' and difflib.SequenceMatcher(None, want, got, autojunk=False).ratio() >= 0.97


def back(lines, likely):
    """The product that the table has turned into this likelihood."""
    xs, ys = [x for x, _ in lines], [y for _, y in lines]
    at = bisect.bisect_left(ys, likely)
    if at == 0 or at == len(ys):
        return xs[min(at, len(xs) - 1)]
    share = (likely - ys[at - 1]) / max(ys[at] - ys[at - 1], 1e-9)
    return xs[at - 1] + share * (xs[at] - xs[at - 1])


def forth(lines, sure):
    return back([(y, x) for x, y in lines], sure)


def fitted(points):
    """Lines of (product, share), never falling, from (product, right)."""
    steps = []
    for sure, group in itertools.groupby(sorted(points), key=lambda point: point[0]):
        rights = [right for _, right in group]
        steps.append([sure, sum(rights), len(rights)])
        while len(steps) > 1 and (steps[-2][1] / steps[-2][2] >= steps[-1][1] / steps[-1][2] or steps[-2][2] < FEWEST):
            sure, right, count = steps.pop()
            steps[-1] = [max(sure, steps[-1][0]), steps[-1][1] + right, steps[-1][2] + count]
    shares = [(sure, (right + 1) / (count + 2)) for sure, right, count in steps if count >= FEWEST]
    if len(shares) < 2:      # too few wrong values to tell anything: what the recogniser says stands
        return [(0.0, 0.0), (1.0, 1.0)]
    last, lines = 0.0, [(0.0, 0.0)]
    for sure, right in shares:
        last = max(last + 1e-4, right)
        if sure > lines[-1][0]:
            lines.append((sure, min(last, 0.999)))
    if lines[-1][0] < 1:
        lines.append((1.0, min(lines[-1][1] + 1e-4, 0.9999)))
    return lines


def read(table, pairs):
    """{kind: [(document, product, right, whether another finding tells)]}"""
    old = collections.defaultdict(list)
    for row in csv.DictReader(open(table, encoding='utf-8')):
        old[row['kind']].append((float(row['sure']), float(row['right'])))
    points = {kind: [] for kind in KINDS}
    for folder, labels in pairs:
        gold = {}
        for path in pathlib.Path(labels).glob('*.gold.jsonl'):
            lines = [json.loads(line) for line in open(path, encoding='utf-8')]
            gold[lines[0]['source']] = {row['item']: row['value'] for row in lines[1:] if not row.get('ambiguous')}
        for items in sorted(pathlib.Path(folder).rglob('items.csv')):
            for row in csv.DictReader(open(items, encoding='utf-8-sig')):
                source = row['source'].rsplit('/', 1)[-1]
                want = gold.get(source, {}).get(row['item'])
                if row['confidence'] and want is not None:
                    kind = row['kind'] if row['value'] or row['kind'] == 'checkbox' else 'blank'
                    told = any(code != 'ocr-doubtful' for code in row['findings'].split(';') if code)
                    sure = back(old[kind], float(row['confidence']))
                    points[kind].append((f'{labels}/{source}', sure, is_right(kind, want, row['value']), told))
    return points


def judge(points, lines_of, name):
    tally = collections.Counter()
    for kind, rows in points.items():
        for document, sure, right, told in rows:
            doubted = forth(lines_of(kind, document), sure) < SURE
            tally['values'] += 1
            tally['right'] += right
            tally['right and told'] += right and (told or doubted)
            tally['wrong and not told'] += not right and not (told or doubted)
    share = lambda part, whole: f'{100 * tally[part] / max(1, tally[whole]):.2f} %'
    print(f"{name}: {tally['values']} values, of the right ones with a finding {share('right and told', 'right')}, "
          f"silent {tally['wrong and not told']} ({share('wrong and not told', 'values')})", file=sys.stderr)


def main():
    table, *rest = sys.argv[1:]
    points = read(table, list(zip(rest[::2], rest[1::2])))
    fit = lambda kind, without: fitted([(sure, right) for document, sure, right, told in points[kind] if document != without and not told])
    whole = {kind: fit(kind, None) for kind in KINDS}
    known = {}
    def others(kind, document):
        if (kind, document) not in known:
            known[kind, document] = fit(kind, document)
        return known[kind, document]
    judge(points, lambda kind, document: [(0, 0), (1, 1)], 'as the recogniser says')
    judge(points, lambda kind, document: whole[kind], 'fitted to all')
    judge(points, others, 'fitted to the other documents')
    print('kind,sure,right')
    for kind in KINDS:
        for sure, right in whole[kind]:
            print(f'{kind},{sure:.4f},{right:.4f}')
        print(f'{kind}: {len(points[kind])} values', file=sys.stderr)


if __name__ == '__main__':
    main()
