#!/usr/bin/env bash
# frictionless 5.21.0 (PyPI), describes and reads tables of open data.
# One would guess: a column of 1,000 and 10,000 is read as numbers, or left as text because of the comma.
# Seen (2026-11): it is taken for points on the globe, longitude before the comma, latitude behind it, and written
#   back as "1,0" and "10,0". Where it is mixed with values such as 1,200 (no latitude) it is text; but if nine in ten
#   are round, the column stays one of points and the others are written as empty.
# Why it matters: the thresholds of the forms (1,000, 10,000 and 100,000 persons) and counts rounded to thousands
#   are just such numbers. A table of them that goes through `extract` has lost three digits of each, without a word.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet frictionless==5.21.0 > log.txt 2>&1 || { cat log.txt; exit 2; }
header='番号,対象人数'
printf '%s\n' "$header" '1,"1,000"' '2,"10,000"' '3,"100,000"' > round.csv
printf '%s\n' "$header" '1,"1,000"' '2,"10,000"' '3,"1,200"' > mixed.csv
{ echo "$header" && for n in {1..20}; do echo "$n,\"$n,000\""; done && echo '21,"1,200"'; } > mostly.csv
for name in round mixed mostly; do
    env/bin/frictionless describe $name.csv --json > $name.json
    env/bin/frictionless extract $name.csv --csv | tr -d '\r' > $name.txt
    echo "$name: $(grep -A1 対象人数 $name.json | grep -o '"type": "[a-z]*"')"
    tail -n 3 $name.txt
done > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF 'round: "type": "geopoint"' seen.txt && grep -qxF '3,"100,0"' round.txt &&
    grep -qxF 'mixed: "type": "string"' seen.txt && grep -qxF '3,"1,200"' mixed.txt &&
    grep -qxF 'mostly: "type": "geopoint"' seen.txt && grep -qxF '21,' mostly.txt
