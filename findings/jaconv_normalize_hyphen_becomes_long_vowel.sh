#!/usr/bin/env bash
# jaconv 0.5.0 (PyPI); `normalize` makes full-width letters, digits and signs half-width.
# One would guess: ０３－１２３４ becomes 03-1234, as NFKC makes it.
# Seen (2026-11): － (U+FF0D) becomes ー (U+30FC), the sign of a long vowel, while − (U+2212) and ‐ (U+2010) become -;
#   １～３ becomes 1ー3.
# Why it matters: of － and −, one is what Windows makes of a minus of Shift JIS and the other what a Mac makes of it. The
#   same telephone number, item number or range gives two texts, and ー is no dash to what reads them afterwards.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet jaconv==0.5.0 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import jaconv

for text in ["０３－１２３４", "０３−１２３４", "０３‐１２３４", "１～３"]:
    print(text, "->", jaconv.normalize(text))
PY
env/bin/python seen.py > seen.txt || exit 2
cat seen.txt
grep -qxF '０３－１２３４ -> 03ー1234' seen.txt && grep -qxF '０３−１２３４ -> 03-1234' seen.txt &&
    grep -qxF '０３‐１２３４ -> 03-1234' seen.txt && grep -qxF '１～３ -> 1ー3' seen.txt
