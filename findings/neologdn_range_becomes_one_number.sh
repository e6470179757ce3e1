#!/usr/bin/env bash
# neologdn 0.5.6 (PyPI); `normalize` prepares Japanese text for analysis.
# One would guess: 〜 and ～ between two numbers become one and the same sign, or stay.
# Seen (2026-11): they go without a trace, so that 10〜20人 becomes 1020人 and two dates become one line of characters, while
#   the dash of 10－20人 becomes ー.
# Why it matters: forms print numbers of persons and periods as ranges. After cleaning, a range of tens reads as a count of a
#   thousand, and nothing tells that it was one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet neologdn==0.5.6 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import neologdn

for text in ["10〜20人", "10～20人", "令和5年4月1日〜令和6年3月31日", "10－20人"]:
    print(text, "->", neologdn.normalize(text))
PY
env/bin/python seen.py > seen.txt || exit 2
cat seen.txt
grep -qxF '10〜20人 -> 1020人' seen.txt && grep -qxF '10～20人 -> 1020人' seen.txt &&
    grep -qxF '令和5年4月1日〜令和6年3月31日 -> 令和5年4月1日令和6年3月31日' seen.txt && grep -qxF '10－20人 -> 10ー20人' seen.txt
