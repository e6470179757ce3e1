#!/usr/bin/env bash
# The public face of the library against the one that was released: what is gone or otherwise asks for a new version.
#
# usage: tests/api/run.sh            compares with tests/api/public.txt
#        tests/api/run.sh --write    writes it anew: with a change of the public face, and its line in CHANGELOG.md
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
RUSTDOC="$here/rustdoc.sh" cargo doc --quiet --no-deps --lib
found=$(mktemp)
trap 'rm -f "$found"' EXIT
python3 "$here/list.py" target/doc/hyokasho.json > "$found"
if [ "${1:-}" = --write ]; then
  cp "$found" "$here/public.txt"
else
  diff -u "$here/public.txt" "$found"
  echo "$(wc -l < "$found") public items, as before; none without documentation, none hidden"
fi
