#!/usr/bin/env bash
# The site in a real browser: from a disk, every kind of page, no error, no request, readable by everybody.
# Skips where there is no browser. CHROMIUM names one; SHOTS a folder for pictures; HYOKASHO the program; PICTURES
# where those of docs/SITE.ja.md go.
set -euo pipefail
cd "$(dirname "$0")/../.."
find_browser() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name"; then return; fi
  done
}
browser=$(find_browser || true)
[ -n "$browser" ] || { echo "tests/site: skipped, no Chromium here (CHROMIUM=PATH names one)"; exit 0; }
command -v npm >/dev/null || { echo "tests/site: skipped, no npm here"; exit 0; }
folder=$PWD/target/site
mkdir -p "$folder"
[ -d "$folder/node_modules/axe-core" ] ||
  npm install --silent --no-audit --no-fund --prefix "$folder" playwright-core@1.65 axe-core@4.14
program=${HYOKASHO:-target/debug/hyokasho}
[ -x "$program" ] || cargo build -q
"$program" extract -q fixtures/documents --output "$folder/output" -f csv
"$program" extract -q fixtures/compare --output "$folder/versions" -f csv
"$program" site "$folder/output" -o "$folder/site" --documents fixtures/documents --report 'https://example.org/?r={record}&i={item}'
"$program" site "$folder/versions" -o "$folder/site-versions"
"$program" compare --item subcontract.performed "$folder/output" -f csv > "$folder/subcontract.csv"
NODE_PATH="$folder/node_modules" node tests/site/check.mjs "$browser" "$folder" "${SHOTS:-}"
# The pictures of docs/SITE.ja.md, taken again: PICTURES=docs/site tests/site/run.sh
if [ -n "${PICTURES:-}" ]; then
  "$program" site "$folder/output" -o "$folder/site-walk" --documents fixtures/documents
  node tests/site/walk.mjs "$browser" "$folder" "$PICTURES"
fi
