#!/usr/bin/env bash
# What others make of the output: frictionless, mlcroissant, rdflib, check-jsonschema, DuckDB, datasette, pandas and polars read all of it.
#
# usage: tests/open_data/run.sh [INPUT...]        files and folders to extract; fixtures/documents by default
#
# HYOKASHO=path/to/binary   takes this binary instead of building one
# VENV=folder               where the Python packages are kept (target/open_data by default)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=${VENV:-$root/target/open_data}
if [ -z "${HYOKASHO:-}" ]; then
  (cd "$root" && cargo build --release --quiet)
  HYOKASHO=$root/target/release/hyokasho
fi
own=false
if [ $# = 0 ]; then own=true; set -- "$root/fixtures/documents"; fi

if [ ! -x "$venv/bin/python" ]; then python3 -m venv "$venv"; fi
"$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --no-binary jsonpath-rw -r "$here/requirements.txt"

out=$(mktemp -d)
trap 'rm -rf "$out" "$out.sources.csv" "$out.package.toml"' EXIT
step() { printf '\n== %s\n' "$*"; }

step extract
printf 'file,url,retrieved_on,licence,publisher\nD012.pdf,https://data.example/D012.pdf,2026-04-01,PDL1.0,公表者\n' > "$out.sources.csv"
printf 'name = "open-data-test"\ntitle = "見本"\nlicence = "CC BY 4.0"\ncreated = 2026-04-01\nhomepage = "https://data.example"\ncontributors = ["公表者"]\n' > "$out.package.toml"
"$HYOKASHO" extract "$@" --sources "$out.sources.csv" --package "$out.package.toml" --output "$out" --format csv,json,package,parquet,sqlite --excel || [ $? = 1 ]
step frictionless
(cd "$out" && "$venv/bin/frictionless" validate datapackage.json)
step check-jsonschema
for form in basic key full; do "$HYOKASHO" schema --form $form > "$out/$form.schema.json"; done
"$venv/bin/check-jsonschema" --check-metaschema "$out"/*.schema.json
mkdir "$out/records"
"$venv/bin/python" "$here/records.py" "$out/assessments.ndjson" "$out/records"
for form in basic key full; do
  if compgen -G "$out/records/$form-*.json" > /dev/null; then
    "$venv/bin/check-jsonschema" --schemafile "$out/$form.schema.json" "$out/records/$form"-*.json
  fi
done
if command -v soffice > /dev/null; then
  step LibreOffice
  soffice --headless "-env:UserInstallation=file://$out/profile" --convert-to xlsx --outdir "$out/excel/office" "$out/excel/hyokasho.xlsx" > /dev/null
  rm -rf "$out/profile"
else
  echo "LibreOffice is not installed: the workbook is read as written only" >&2
fi
step DuckDB, pandas, polars, SQLite
"$venv/bin/python" "$here/check.py" "$out"
step mlcroissant, rdflib
"$venv/bin/python" "$here/croissant.py" "$out"
step datasette
"$venv/bin/datasette" "$out/hyokasho.sqlite" --setting num_sql_threads 0 \
  --get '/hyokasho.json?sql=select+count(*)+as+n,+count(distinct+agency_code)+as+agencies+from+assessments&_shape=array'
echo
if $own; then
  step the ten questions
  "$venv/bin/python" "$here/questions.py" "$root/docs/QUESTIONS.md" "$out"
fi
step "all is well"
