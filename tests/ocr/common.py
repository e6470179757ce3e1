#!/usr/bin/env python3
"""List the commonest pairs of neighbours that are rare the other way round: they tell which way is up (standard library only).

usage: common.py TEXT... > common.txt         TEXT as for contexts.py
"""
import collections, itertools, sys

from contexts import lines

MOST = 400


def main():
    seen = collections.Counter()
    for line in lines(sys.argv[1:]):
        seen.update(a + b for a, b in itertools.pairwise(line))
    good = [pair for pair, count in seen.items() if pair.isalpha() and not pair.isascii() and seen[pair[::-1]] * 20 < count]
    print('# The commonest pairs of neighbours that are rare the other way round (tests/ocr/common.py).')
    for pair in sorted(good, key=lambda pair: (-seen[pair], pair))[:MOST]:
        print(pair)


main()
