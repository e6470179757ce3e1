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
    "$work/newest/bin/pip" install -q pymupdf4llm==1.28.2
}
[ -d "$work/exports" ] || {
    python3 -m venv "$work/exports"
    "$work/exports/bin/pip" install -q docling-core==2.104.0 beautifulsoup4==4.15.0 markdownify==1.1.0 pydantic-settings==2.16.3 \
        python-dotenv==1.2.4 six==1.17.0
    # Their exporters only: what they recognise with is not needed.
    "$work/exports/bin/pip" install -q --no-deps yomitoku==0.15.1 chandra-ocr==0.2.0
}
"$work/tools/bin/python" "$here/tools.py" "$binary" "$pdfs" markitdown pymupdf4llm kreuzberg kreuzberg_markdown liteparse \
    opendataloader
"$work/newest/bin/python" "$here/tools.py" "$binary" "$pdfs" pymupdf4llm
"$work/exports/bin/python" "$here/exports.py" "$binary"
