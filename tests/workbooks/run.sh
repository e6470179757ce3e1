#!/usr/bin/env bash
# A workbook or Word document and its print by LibreOffice give the same values; and how long a thousand workbooks take.
#
# usage: tests/workbooks/run.sh [FOLDER]          folder of workbooks; fixtures/workbooks by default
#
# HYOKASHO=path/to/binary   takes this binary instead of building one
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ -z "${HYOKASHO:-}" ]; then
  (cd "$root" && cargo build --release --quiet)
  HYOKASHO=$root/target/release/hyokasho
fi
folder=${1:-$root/fixtures/workbooks}
command -v soffice > /dev/null || { echo "LibreOffice is not installed: nothing to compare with" >&2; exit 1; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

mkdir "$out/own"
find "$folder" -maxdepth 1 \( -name '*.xlsx' -o -name '*.docx' \) -exec cp -t "$out/own" {} +
soffice --headless "-env:UserInstallation=file://$out/profile" --convert-to pdf --outdir "$out/print" "$out"/own/* > /dev/null 2>&1
read_all() { "$HYOKASHO" extract --quiet "$1" --output "$2" --format csv || [ $? = 1 ]; }
read_all "$out/own" "$out/own.out"
read_all "$out/print" "$out/print.out"
python3 "$here/compare.py" "$out/own.out/items.csv" "$out/print.out/items.csv"

# A thousand different workbooks: a comment at the end of the archive makes each another document.
mkdir "$out/many"
python3 - "$out/own" "$out/many" <<'PY'
import pathlib, sys
own, many = map(pathlib.Path, sys.argv[1:])
books = sorted(own.glob("*.xlsx"))
for n in range(1000):
    book = books[n % len(books)].read_bytes()
    comment = f"{n:04}".encode()
    assert book[-2:] == b"\0\0", "a comment is there already"
    (many / f"{n:04}.xlsx").write_bytes(book[:-2] + len(comment).to_bytes(2, "little") + comment)
PY
RAYON_NUM_THREADS=1 /usr/bin/time -f '1,000 workbooks: %U s user, %S s system, %M KiB at most' "$HYOKASHO" extract --quiet "$out/many" --output "$out/many.out" --format csv || [ $? = 1 ]
