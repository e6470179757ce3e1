#!/usr/bin/env bash
# PyMuPDF 2.0 (PyPI) makes pages of HTML (`insert_htmlbox`), with a font of its own for kanji and kana.
# One would guess: what it can show in 収集・保管 and サーバー it can show in 10・20 and 10ー20.
# Seen (2026-11): ・ (U+30FB) and ー (U+30FC) take the font of the character before. After a digit, a Latin letter or a
#   bracket that is a Latin font without them: a box on the page, U+0000 in the text that it reads, nothing to PDFium.
# Why it matters: 10・20 is read as 1020. Numbers with ・ between them are how forms name items and articles.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet PyMuPDF==2.0 pypdfium2==5.15.2 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import pymupdf
import pypdfium2

for text in ["収集・保管", "サーバー", "10・20", "(1)・(2)", "10ー20"]:
    made = pymupdf.open()
    made.new_page().insert_htmlbox((50, 50, 500, 400), text)
    made.save("page.pdf")
    read = pymupdf.open("page.pdf")[0].get_text().strip()
    other = pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_bounded().strip()
    print(text, "pymupdf", "same" if read == text else ascii(read), "pdfium", other)
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF '収集・保管 pymupdf same pdfium 収集・保管' seen.txt && grep -qxF 'サーバー pymupdf same pdfium サーバー' seen.txt &&
    grep -qxF "10・20 pymupdf '10\\x0020' pdfium 1020" seen.txt && grep -qxF "10ー20 pymupdf '10\\x0020' pdfium 1020" seen.txt
