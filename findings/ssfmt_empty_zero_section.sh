#!/usr/bin/env bash
# ssfmt 0.1.2 (crates.io), a renderer of Excel number formats.
# One would guess: a format whose section for zero is there but empty prints nothing for zero, as Excel
#   does (ECMA-376 Part 1, 18.8.31): `"○";;` prints ○ for 1 and nothing for 0.
# Seen: for 0 and for negative numbers it falls back on printing the number; `"○";;""` prints nothing.
# Why it matters: forms mark a box with 1 or 0 behind such a format. An empty box comes out as "0", which
#   transcriptions write for ○.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "seen"
version = "0.1.0"
edition = "2021"
[dependencies]
ssfmt = { version = "=0.1.2", default-features = false }
TOML
cat > src/main.rs <<'RUST'
fn main() {
    for value in [1.0, 0.0, -1.0] {
        for code in ["\"○\";;", "\"○\";;\"\""] {
            println!("{value} {code} -> {:?}", ssfmt::format_default(value, code).unwrap());
        }
    }
}
RUST
cargo run --quiet > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF '1 "○";; -> "○"' seen.txt && grep -qxF '0 "○";; -> "0"' seen.txt && grep -qxF '0 "○";;"" -> ""' seen.txt
