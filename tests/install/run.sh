#!/usr/bin/env bash
# From nothing to an answer, as README.ja.md says it: the wheel alone, in a fresh folder, without Rust on the PATH.
#
# usage: tests/install/run.sh [WHEEL] [cargo]      builds a wheel (dev profile) where none is given; `cargo`: installs with cargo, too
#
# TOOLS=folder   where maturin is kept (target/python by default)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=${TOOLS:-$root/target/python}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_QUIET=1
step() { printf '\n== %s\n' "$*"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wheel= cargo=false
for word in "$@"; do
  if [ "$word" = cargo ]; then cargo=true; else wheel=$word; fi
done
if [ -z "$wheel" ]; then
  step wheel
  if [ ! -x "$tools/bin/maturin" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --only-binary :all: 'maturin>=1.9,<2'
  fi
  (cd "$root" && "$tools/bin/maturin" build --quiet --profile dev --out "$work/wheels")
  wheel=$(ls "$work"/wheels/hyokasho-*-py3-none-*.whl)
fi
wheel=$(realpath "$wheel")

begun=$SECONDS
step "pip install"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --no-index "$wheel" # nothing else is needed for the command and for reading one document
mkdir "$work/fresh"
cp -r "$root/fixtures" "$work/fresh/fixtures"
fresh() { # runs a program as somebody does who has nothing but the wheel
  (cd "$work/fresh" && env -i HOME="$work" LANG="${locale:-ja_JP.UTF-8}" PATH="$work/venv/bin:/usr/bin:/bin" "$@")
}

step "the two commands and the Python of the README"
"$work/venv/bin/python" "$here/readme.py" "$root/README.ja.md" "$root/README.md" "$work/fresh"
fresh bash -euc "$(cat "$work/fresh/commands.sh")" > "$work/said" 2> "$work/told"
grep -q '再委託する' "$work/said"
grep -q '9頁' "$work/said"
grep -q '^評価書  ' "$work/told" # the summary, in the language of the locale
test -s "$work/fresh/output/items.csv"
fresh python -c 'import hyokasho
a = hyokasho.read("fixtures/documents/D006.pdf")
item = a.item("file[1].entrustment.tasks[1].subcontract.performed")
assert (item.value, item.page) == ("再委託する", 9), item
print(a)'
"$work/venv/bin/pip" install --only-binary :all: polars
fresh python "$work/fresh/example.py"

step "English, manual pages, completions"
locale=C fresh hyokasho doctor
locale=C fresh hyokasho manual "$work/man"
test -s "$work/man/hyokasho-extract.1"
fresh hyokasho completions --all "$work/completions"
test "$(ls "$work/completions" | wc -l)" -ge 5
echo "$((SECONDS - begun)) s from the wheel to the answers"

step "the archive of a release and its checksums"
"$root/.ci/release/pack" test "$work/dist" "$work/venv/bin/hyokasho"
"$root/.ci/release/sums" "$work/dist"
"$root/.ci/release/ready" "$("$work/venv/bin/hyokasho" --version | cut -d' ' -f2)" --anywhere

if $cargo; then
  step "cargo install"
  (cd "$root" && cargo install --quiet --debug --locked --path . --root "$work/cargo")
  (cd "$work/fresh" && rm -rf output && PATH="$work/cargo/bin:$PATH" bash -euc "$(cat commands.sh)" | grep -q '再委託する')
fi
step "all is well"
