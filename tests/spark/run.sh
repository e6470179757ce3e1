#!/usr/bin/env bash
# `hyokasho worker` in a real Spark cluster: tests/spark/run.sh [FOLDER] [VENV]
# Needs Java 17, python3 with venv, PyPI and a release build. Without a FOLDER, 400 PDFs made from the fixtures are read.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$PWD/target/release/hyokasho
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
venv=${2:-$work/venv}
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
fi
"$venv/bin/python" -c 'import pyspark' 2> /dev/null || "$venv/bin/pip" install --quiet 'pyspark>=4,<5'
folder=${1:-$work/documents}
[ -d "$folder" ] || python3 tests/bench/documents.py "$folder" 400
"$binary" extract "$folder" --output "$work/output" --format json --quiet || test $? = 1
SPARK_HOME=$("$venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME PYSPARK_PYTHON="$venv/bin/python" SPARK_LOCAL_DIRS="$work/spark" SPARK_WORKER_DIR="$work/workers"
cd "$work" # Spark leaves folders where it runs
"$venv/bin/python" "$OLDPWD/tests/spark/job.py" "$binary" "$folder" "$work/output/assessments.ndjson"
