#!/usr/bin/env python3
"""List which characters stand beside those that a recogniser mixes up (standard library only).

usage: contexts.py ALIKE.txt TEXT... > contexts.txt

TEXT are published assessments (fixtures/documents/00*.txt) and the forms (src/form/data/*.json). A line of the table is a pair of
neighbours, one of them in ALIKE.txt, or such a character between two others (seen twice or more), and how often it was seen (9
stands for 9 and more).
"""
import collections, itertools, json, pathlib, re, sys, unicodedata


def texts(path):
    text = pathlib.Path(path).read_text(encoding='utf-8')
    if not path.endswith('.json'):
        return [re.sub(r'<[^>]*>', '\n', text)]
    found, rest = [], [json.loads(text)]
    while rest:
        one = rest.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, (list, dict)):
            rest += one.values() if isinstance(one, dict) else one
    return found


def lines(paths):
    """The lines of some texts, without white space, as the tables count them."""
    for path in paths:
        for text in texts(path):
            for line in unicodedata.normalize('NFKC', text).splitlines():
                yield re.sub(r'\s', '', line)


def main():
    alike = {c for line in open(sys.argv[1], encoding='utf-8') if line[0] != '#' for c in line.strip()}
    seen = collections.Counter()
    for line in lines(sys.argv[2:]):
        seen.update(a + b for a, b in itertools.pairwise(line) if (a in alike or b in alike))
        seen.update(line[i - 1:i + 2] for i in range(1, len(line) - 1) if line[i] in alike)
    print('# Characters that are mixed up beside others, and how often each was seen (tests/ocr/contexts.py).')
    for pair, count in sorted(seen.items()):
        if all(c.isalnum() or c in 'ー・' for c in pair) and count >= len(pair) - 1:
            print(pair, min(count, 9))


if __name__ == '__main__':
    main()
