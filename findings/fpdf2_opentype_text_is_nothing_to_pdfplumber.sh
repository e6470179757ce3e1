#!/usr/bin/env bash
# fpdf2 2.8.9 (PyPI) makes PDFs, here with Noto Sans JP of @embedpdf/fonts-jp 1.0.0 (npm), an OpenType font with CFF
# outlines as most Japanese fonts are; pdfplumber 0.11.10, pypdf 7.1.1 and pypdfium2 5.15.2 (PyPI) read them.
# One would guess: readers differ by a space or a dash.
# Seen (2026-11): pdfplumber finds no character on the page, pypdf a NUL before each, PDFium reads the page. With a
#   TrueType font the three agree.
# Why it matters: a page of which pdfplumber has nothing passes for a scan, and goes to character recognition.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @embedpdf/fonts-jp@1.0.0 > log.txt 2>&1 || { cat log.txt; exit 2; }
python3 -m venv env &&
    env/bin/pip install --quiet fpdf2==2.8.9 pdfplumber==0.11.10 pypdf==7.1.1 pypdfium2==5.15.2 > log.txt 2>&1 ||
    { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import fpdf
import pdfplumber
import pypdf
import pypdfium2

page = fpdf.FPDF()
page.add_page()
page.add_font("Noto", "", "node_modules/@embedpdf/fonts-jp/fonts/NotoSansJP-Regular.otf")
page.set_font("Noto", size=12)
page.cell(0, 10, "評価書番号1")
page.output("page.pdf")
print("pdfplumber", len(pdfplumber.open("page.pdf").pages[0].chars), "characters")
print("pypdf", ascii(pypdf.PdfReader("page.pdf").pages[0].extract_text()[:4]))
print("pdfium", pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_bounded())
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF 'pdfplumber 0 characters' seen.txt && grep -qxF "pypdf '\\x00\\u8a55\\x00\\u4fa1'" seen.txt &&
    grep -qxF 'pdfium 評価書番号1' seen.txt
