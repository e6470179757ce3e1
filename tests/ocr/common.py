#!/usr/bin/env python3
"""List the commonest pairs of neighbours that are rare the other way round: they tell which way is up (standard library only).

usage: common.py TEXT... > common.txt         TEXT as for contexts.py
"""
import collections, itertools, re, sys, unicodedata

from contexts import texts

MOST = 400


def main():
    seen = collections.Counter()
    for path in sys.argv[1:]:
        for text in texts(path):
            for line in unicodedata.normalize('NFKC', text).splitlines():
                seen.update(a + b for a, b in itertools.pairwise(re.sub(r'\s', '', line)))
    good = [pair for pair, count in seen.items() if pair.isalpha() and not pair.isascii() and seen[pair[::-1]] * 20 < count]
    print('# The commonest pairs of neighbours that are rare the other way round (tests/ocr/common.py).')
    for pair in sorted(good, key=lambda pair: (-seen[pair], pair))[:MOST]:
        print(pair)


main()
