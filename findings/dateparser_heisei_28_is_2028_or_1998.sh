#!/usr/bin/env bash
# dateparser 1.5.0 (PyPI), reads dates in 200 languages, Japanese among them.
# One would guess: it knows no eras and so finds no date in H28.1.1 or 平成28年1月 (of 平成28年1月1日 it makes none).
# Seen (2026-11): the letter is dropped, H28.1.1 is 2028-01-01, H31.4.30 is 2031-04-30, and S64.1.7 is 2064-07-01, with
#   month and day exchanged as well. Searched for in a Japanese text, 平成28年1月 is 28 years and one month before today.
# Why it matters: 平成28年 is 2016. Both readings look like dates of an assessment or of the law before it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet dateparser==1.5.0 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
from datetime import datetime
import dateparser
from dateparser.search import search_dates

today = {"RELATIVE_BASE": datetime(2026, 11, 27)}
for text in ["H28.1.1", "H31.4.30", "S64.1.7", "平成28年1月1日"]:
    date = dateparser.parse(text, settings=today)
    print(text, "->", date and date.date())
for text in ["平成28年1月から開始した"]:
    print(text, "->", *(f"{part} {date.date()}" for part, date in search_dates(text, languages=["ja"], settings=today)))
PY
env/bin/python seen.py > seen.txt || exit 2
cat seen.txt
grep -qxF 'H28.1.1 -> 2028-01-01' seen.txt && grep -qxF 'H31.4.30 -> 2031-04-30' seen.txt &&
    grep -qxF 'S64.1.7 -> 2064-07-01' seen.txt && grep -qxF '平成28年1月1日 -> None' seen.txt &&
    grep -qxF '平成28年1月から開始した -> 28年1月 1998-10-27' seen.txt
