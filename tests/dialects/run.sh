#!/bin/sh
# Real tools write the PDFs of a folder as texts; what is read out of these texts is set beside what is read out of the PDFs.
# usage: tests/dialects/run.sh [BINARY] [FOLDER_OF_PDFS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
binary=${1:-"$here/../../target/release/hyokasho"}
pdfs=${2:-"$here/../../fixtures/documents"}
work=${TMPDIR:-/tmp}/hyokasho-dialects
mkdir -p "$work"
[ -d "$work/tools" ] || {
    python3 -m venv "$work/tools"
    "$work/tools/bin/pip" install -q "markitdown[pdf]==0.1.9" kreuzberg==4.10.4 liteparse==2.18.0 \
        opendataloader-pdf==2.5.16 pymupdf4llm==0.3.4
}
[ -d "$work/newest" ] || {
    python3 -m venv "$work/newest"
    "$work/newest/bin/pip" install -q pymupdf4llm==2.0
}
"$work/tools/bin/python" "$here/tools.py" "$binary" "$pdfs" markitdown pymupdf4llm kreuzberg kreuzberg_markdown liteparse \
    opendataloader
"$work/newest/bin/python" "$here/tools.py" "$binary" "$pdfs" pymupdf4llm
