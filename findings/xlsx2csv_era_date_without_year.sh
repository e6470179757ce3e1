#!/usr/bin/env bash
# xlsx2csv 0.8.6 (PyPI), writes the cells of a workbook as they are formatted.
# One would guess: a date formatted as ggge"年"m"月"d"日" comes out as 令和6年4月1日, or as 2024-04-01 or 45383.
# Seen (2026-11): month and day are put into the code of the format, the year is not: ggge"年"04"月"01"日".
#   yyyy"年"m"月"d"日" has its year, and its quotes.
# Why it matters: it is the usual date format of a Japanese workbook. The year of every date is lost for good, and
#   what is left looks like text that was typed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet xlsx2csv==0.8.6 XlsxWriter==3.3.1 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > make.py <<'PY'
import xlsxwriter

book = xlsxwriter.Workbook("dates.xlsx")
sheet = book.add_worksheet()
for row, code in enumerate(['ggge"年"m"月"d"日"', '[$-411]ge.m.d', 'yyyy"年"m"月"d"日"']):
    sheet.write(row, 0, 45383, book.add_format({"num_format": code}))
book.close()
PY
env/bin/python make.py && env/bin/xlsx2csv -d tab dates.xlsx > seen.txt || exit 2
cat seen.txt
tr -d '\r"' < seen.txt > plain.txt
grep -qxF 'ggge年04月01日' plain.txt && grep -qxF 'ge.04.01' plain.txt && grep -qxF '2024年04月01日' plain.txt
