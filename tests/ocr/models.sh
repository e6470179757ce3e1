#!/usr/bin/env bash
# Takes the model that reads scans (PP-OCRv6 small, Apache-2.0) out of the Python package rapidocr 3.10.0 and
# puts it where `hyokasho` looks for it, or into the folder named.
# usage: tests/ocr/models.sh [FOLDER]
set -euo pipefail

folder=${1:-${XDG_DATA_HOME:-$HOME/.local/share}/hyokasho/models}
file=PP-OCRv6_rec_small.onnx
sum=6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884

is_good() { [ -f "$1" ] && echo "$sum  $1" | sha256sum --check --status; }

if is_good "$folder/$file"; then
  echo "$folder/$file is there"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip download --quiet --no-deps --dest "$work" rapidocr==3.10.0
python3 - "$work" "$file" <<'PY'
import glob, sys, zipfile
work, name = sys.argv[1:]
wheel = zipfile.ZipFile(glob.glob(work + '/*.whl')[0])
member = next(m for m in wheel.namelist() if m.endswith('/' + name))
open(f'{work}/{name}', 'wb').write(wheel.read(member))
PY
is_good "$work/$file" || { echo "models.sh: $file: expected SHA-256 $sum, but found another" >&2; exit 1; }
mkdir -p "$folder"
mv "$work/$file" "$folder/$file"
echo "$folder/$file"
