#!/usr/bin/env bash
# typst 0.15.2 (PyPI) makes PDFs, with Noto Sans JP of @embedpdf/fonts-jp 1.0.0 (npm); pdfplumber 0.11.10, pypdf 7.1.1
# and pypdfium2 5.15.2 (PyPI) read them.
# One would guess: half-width katakana are read as they were set: ﾊﾞﾝ ﾊﾝ ﾊﾟﾝ.
# Seen (2026-11): the table of characters has ﾊﾞ for the glyph of ﾊ, since that is what stood there first, and nothing
#   for the mark. pdfplumber and pypdf read ﾊ as ﾊﾞ ever after, ﾊﾟ too, with an unknown sign for each mark.
#   PDFium takes the ActualText beside it and is right.
# Why it matters: names of systems and persons are given in half-width katakana. A name that is read has gained a ﾞ
#   because of another name further up.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @embedpdf/fonts-jp@1.0.0 > log.txt 2>&1 || { cat log.txt; exit 2; }
python3 -m venv env &&
    env/bin/pip install --quiet typst==0.15.2 pdfplumber==0.11.10 pypdf==7.1.1 pypdfium2==5.15.2 > log.txt 2>&1 ||
    { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import pdfplumber
import pypdf
import pypdfium2
import typst

with open("page.typ", "w", encoding="utf-8") as page:
    page.write('#set text(font: "Noto Sans JP")\nﾊﾞﾝ ﾊﾝ ﾊﾟﾝ')
typst.compile("page.typ", output="page.pdf", font_paths=["node_modules/@embedpdf/fonts-jp/fonts"])
print("pdfplumber", pdfplumber.open("page.pdf").pages[0].extract_text().split()[1])
print("pypdf", pypdf.PdfReader("page.pdf").pages[0].extract_text().split()[1])
print("pdfium", pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_bounded().split()[1])
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF 'pdfplumber ﾊﾞﾝ' seen.txt && grep -qxF 'pypdf ﾊﾞﾝ' seen.txt && grep -qxF 'pdfium ﾊﾝ' seen.txt
