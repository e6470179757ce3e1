#!/usr/bin/env bash
# rustdoc that writes JSON. Its shape is not stable yet: it may change with the compiler, and list.py with it.
RUSTC_BOOTSTRAP=1 exec rustdoc "$@" -Z unstable-options --output-format json
