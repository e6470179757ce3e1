#!/usr/bin/env bash
# xlsx 0.18.5 (SheetJS, npm) and python-calamine 0.9.1 (PyPI) read workbooks.
# One would guess: an empty shared string, written <si/>, is an empty string (all children of si are optional in
#   ECMA-376 Part 1, 18.4.8).
# Seen (2026-11): SheetJS does not count it. Every later string of the workbook moves up by one: cells show the text of
#   another cell, the last ones are empty. calamine reads it as it is.
# Why it matters: 有 stands where 無 was filled in, in every row, and nothing is missing but at the end.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund xlsx@0.18.5 > log.txt 2>&1 || { cat log.txt; exit 2; }
python3 -m venv env && env/bin/pip install --quiet python-calamine==0.9.1 XlsxWriter==3.3.1 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > make.py <<'PY'
import zipfile
import xlsxwriter

with xlsxwriter.Workbook("full.xlsx") as book:
    sheet = book.add_worksheet()
    for row, text in enumerate(["評価書名", "EMPTY", "無", "有", "終わり"]):
        sheet.write(row, 0, text)
with zipfile.ZipFile("full.xlsx") as full, zipfile.ZipFile("book.xlsx", "w") as made:
    for name in full.namelist():
        made.writestr(name, full.read(name).replace(b"<si><t>EMPTY</t></si>", b"<si/>"))
PY
cat > seen.js <<'JS'
const XLSX = require('xlsx');
const book = XLSX.readFile('book.xlsx');
const rows = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1, blankrows: true, defval: '' });
console.log('sheetjs', JSON.stringify(rows.map((row) => row[0])));
JS
env/bin/python make.py || exit 2
{
    env/bin/python -c 'import python_calamine as c; print("calamine", [r[0] for r in c.CalamineWorkbook.from_path("book.xlsx").get_sheet_by_index(0).to_python()])'
    node seen.js
} > seen.txt || exit 2
cat seen.txt
grep -qxF "calamine ['評価書名', '', '無', '有', '終わり']" seen.txt && grep -qxF 'sheetjs ["評価書名","","有","終わり",""]' seen.txt
