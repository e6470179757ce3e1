#!/usr/bin/env python3
"""List which characters stand side by side in published assessments (standard library only).

usage: neighbours.py TEXT... > neighbours.txt         TEXT as for contexts.py

A line of the table is a character and all that follow it, seen twice or more, one of them a letter.
"""
import collections, itertools, sys

from contexts import lines


def main():
    seen = collections.Counter()
    for line in lines(sys.argv[1:]):
        seen.update(a + b for a, b in itertools.pairwise(line))
    is_letter = lambda char: char.isalpha() and not char.isascii()
    after = collections.defaultdict(set)
    for pair, count in seen.items():
        if count > 1 and any(map(is_letter, pair)):
            after[pair[0]].add(pair[1])
    print('# A character and all that were seen behind it, twice or more, in published assessments (tests/ocr/neighbours.py).')
    for first in sorted(after):
        print(first + ''.join(sorted(after[first])))


main()
