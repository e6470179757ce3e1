#!/usr/bin/env bash
# @geolonia/japanese-numeral 1.0.2 (npm) reads numbers such as 千二百, 10万 and 3億5千万.
# One would guess: 1.5万 and 1,000万 are 15,000 and 10,000,000, or raise an error as 10万人 does.
# Seen (2026-11): both are 0. In a text it finds 5万 in 1.5万人, and 000万 in 1,000万人.
# Why it matters: counts of persons are written like this, and 0 is a count that a form can have.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @geolonia/japanese-numeral@1.0.2 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.js <<'JS'
const { kanji2number, findKanjiNumbers } = require('@geolonia/japanese-numeral');
for (const text of ['10万', '1.5万', '1,000万', '10万人']) {
  let number;
  try { number = kanji2number(text); } catch { number = 'error'; }
  console.log(text, number, JSON.stringify(findKanjiNumbers(`${text}以上`)));
}
JS
node seen.js > seen.txt || exit 2
cat seen.txt
grep -qxF '10万 100000 ["10万"]' seen.txt && grep -qxF '1.5万 0 ["5万"]' seen.txt &&
    grep -qxF '1,000万 0 ["000万"]' seen.txt && grep -qF '10万人 error ' seen.txt
