#!/usr/bin/env bash
# chrono-node 2.10.3 (npm), finds dates in texts; its Japanese parser knows 令和, 平成 and 昭和.
# One would guess: 令和 6年 4月 1日, padded with a space as forms do, is the date that 令和6年4月1日 is, or no date.
# Seen (2026-11): with a space between the era and its year the era is dropped and the rest taken as a year of our
#   calendar: the 1st of April of the year 6. Spaces before month and day do no harm. Eras it does not know end alike:
#   大正15年 is the year 15.
# Why it matters: dates of forms are padded so that they line up. The error is a real date, 2,000 years off.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund chrono-node@2.10.3 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.js <<'JS'
const chrono = require('chrono-node');
for (const text of ['令和6年4月1日', '令和6年 4月 1日', '令和 6年 4月 1日', '平成　２８年１月１日', '大正15年12月25日'])
  for (const found of chrono.ja.parse(text, new Date(2026, 10, 27)))
    console.log(`${text} -> year ${found.start.get('year')} (${found.text})`);
JS
node seen.js > seen.txt || exit 2
cat seen.txt
grep -qxF '令和6年4月1日 -> year 2024 (令和6年4月1日)' seen.txt &&
    grep -qxF '令和6年 4月 1日 -> year 2024 (令和6年 4月 1日)' seen.txt &&
    grep -qxF '令和 6年 4月 1日 -> year 6 (6年 4月 1日)' seen.txt &&
    grep -qxF '平成　２８年１月１日 -> year 28 (２８年１月１日)' seen.txt &&
    grep -qxF '大正15年12月25日 -> year 15 (15年12月25日)' seen.txt
