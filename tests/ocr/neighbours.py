#!/usr/bin/env python3
"""List which characters stand side by side in published assessments (standard library only).

usage: neighbours.py TEXT... > neighbours.txt         TEXT as for contexts.py

A line of the table is a character and all that follow it, seen twice or more, one of them a letter.
"""
import collections, itertools, re, sys, unicodedata

from contexts import texts


def main():
    seen = collections.Counter()
    for path in sys.argv[1:]:
        for text in texts(path):
            for line in unicodedata.normalize('NFKC', text).splitlines():
                seen.update(a + b for a, b in itertools.pairwise(re.sub(r'\s', '', line)))
    is_letter = lambda char: char.isalpha() and not char.isascii()
    after = collections.defaultdict(set)
    for pair, count in seen.items():
        if count > 1 and any(map(is_letter, pair)):
            after[pair[0]].add(pair[1])
    print('# A character and all that were seen behind it, twice or more, in published assessments (tests/ocr/neighbours.py).')
    for first in sorted(after):
        print(first + ''.join(sorted(after[first])))


main()
