#!/usr/bin/env bash
# xlsx 0.18.5 (SheetJS) writes workbooks, exceljs 4.4.0 reads them (both npm).
# One would guess: a date that the one writes is the date that the other reads.
# Seen (2026-11): with `cellDates` SheetJS writes a cell of type d, whose value is 2019-05-01T00:00:00.000Z (ECMA-376
#   Part 1, 18.18.11). exceljs reads the number that the text begins with, 2019, as days since 1899: the 11th of July 1905.
# Why it matters: every date of a register that was saved so lies in July 1905, and sorts and filters as a date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund xlsx@0.18.5 exceljs@4.4.0 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.js <<'JS'
const XLSX = require('xlsx');
const Excel = require('exceljs');
(async () => {
  const sheet = XLSX.utils.aoa_to_sheet([[new Date(Date.UTC(2019, 4, 1))]], { cellDates: true, dateNF: 'yyyy/mm/dd' });
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, '公表日');
  XLSX.writeFile(book, 'dates.xlsx', { cellDates: true });
  const again = XLSX.utils.sheet_to_json(XLSX.readFile('dates.xlsx').Sheets['公表日'], { header: 1, raw: false });
  console.log('sheetjs', again[0][0]);
  const other = new Excel.Workbook();
  await other.xlsx.readFile('dates.xlsx');
  console.log('exceljs', other.worksheets[0].getCell('A1').value.toISOString().slice(0, 10));
})();
JS
TZ=UTC node seen.js > seen.txt || exit 2
cat seen.txt
grep -qxF 'sheetjs 2019/05/01' seen.txt && grep -qxF 'exceljs 1905-07-11' seen.txt
