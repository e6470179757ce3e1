#!/usr/bin/env bash
# ja-timex 0.2.8 (PyPI); `TimexParser.parse` finds the times in a Japanese text.
# One would guess: 令和5年度 is what 2023年度 is, the fiscal year from April 2023 to March 2024.
# Seen (2026-11): 2023年度 is FY2023; of 令和5年度 only 令和5年 is taken, as the calendar year 2023, and 令和4・5年度, two fiscal
#   years, is May of 2022.
# Why it matters: assessments name times of rebuilding, of contracts and of counts by fiscal years of an era. A quarter of such a
#   year lies outside of the calendar year of its number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet ja-timex==0.2.8 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
from ja_timex import TimexParser

for text in ["2023年度", "令和5年度", "令和4・5年度"]:
    print(text, "->", *[f"{time.value} ({time.text})" for time in TimexParser().parse(text)])
PY
env/bin/python seen.py > seen.txt || exit 2
cat seen.txt
grep -qxF '2023年度 -> FY2023 (2023年度)' seen.txt && grep -qxF '令和5年度 -> 2023-XX-XX (令和5年)' seen.txt &&
    grep -qxF '令和4・5年度 -> 2022-05-XX (令和4・5)' seen.txt
