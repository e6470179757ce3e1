#!/usr/bin/env bash
# The Python wheel: built, installed into fresh environments (one with polars, one with pandas), tried, type-checked.
#
# usage: tests/python/run.sh [RELEASE]            RELEASE: any word; builds with the release profile and measures speed
#
# TOOLS=folder   where maturin and mypy are kept (target/python by default)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=${TOOLS:-$root/target/python}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_QUIET=1
step() { printf '\n== %s\n' "$*"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step wheel
if [ ! -x "$tools/bin/maturin" ] || [ ! -x "$tools/bin/mypy" ]; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install --only-binary :all: 'maturin>=1.9,<2' mypy
fi
profile=dev
if [ -n "${1:-}" ]; then profile=release; export HYOKASHO_SPEED=1; fi
(cd "$root" && "$tools/bin/maturin" build --quiet --profile "$profile" --out "$work/wheels")
wheel=$(ls "$work"/wheels/hyokasho-*-py3-none-*.whl)
echo "$(basename "$wheel"), $(du -h "$wheel" | cut -f1)"

step types
(cd "$root/python" && "$tools/bin/mypy" --strict --python-version 3.10 hyokasho)

cp -r "$root/fixtures" "$work/fixtures"
for engine in polars pandas; do
  step "a fresh environment with $engine"
  python3 -m venv "$work/$engine"
  needs=$engine
  if [ $engine = pandas ]; then needs="pandas pyarrow"; fi
  "$work/$engine/bin/pip" install --only-binary :all: "$wheel" $needs
  # Elsewhere than the repository: what is imported is what was installed.
  (cd "$work" && "$work/$engine/bin/python" "$here/test_hyokasho.py" "$work/fixtures" "$engine")
  "$work/$engine/bin/hyokasho" --version
  "$work/$engine/bin/python" -m hyokasho explain mark-lost | head -1
done
step "all is well"
