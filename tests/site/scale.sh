#!/usr/bin/env bash
# A site of many assessments (20,000 unless COUNT says another number): how long it takes to write, how large it is,
# how soon it is there and how fast it answers in a browser. HYOKASHO names the program, a release build of it.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${HYOKASHO:-target/release/hyokasho}
folder=${FOLDER:-target/site-scale}
mkdir -p "$folder"
"$program" extract -q fixtures/documents --output "$folder/output" -f csv
[ -f "$folder/many/items.csv" ] || python3 tests/site/many.py "$folder/output" "$folder/many" "${COUNT:-20000}"
/usr/bin/time -f 'clock %e s, processor %U s, peak memory %M kB' "$program" site "$folder/many" -o "$folder/site"
du -sh --apparent-size "$folder/site" "$folder/site"/*
browser=$(command -v "${CHROMIUM:-chromium}" || true)
[ -n "$browser" ] || { echo "tests/site/scale.sh: no Chromium here, nothing measured in a browser"; exit 0; }
node tests/site/scale.mjs "$browser" "$PWD/target/site" "$(realpath "$folder/site")"
