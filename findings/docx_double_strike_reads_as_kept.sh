#!/usr/bin/env bash
# mammoth 1.13.0, markitdown 0.1.9 and pandoc 3.9 in pypandoc_binary 1.17 (PyPI) turn Word documents into HTML and Markdown.
# One would guess: text that is struck out by a double line (w:dstrike) is treated as that by a single line (w:strike).
# Seen (2026-11): the single line becomes <s> and ~~, the double line is dropped by mammoth and pandoc: what was deleted
#   reads as text that stands. markitdown, which uses mammoth, strikes both.
# Why it matters: 二重取消線 is how a correction is made in Japanese papers. 旧1,000人 and 新2,000人 both remain.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env &&
    env/bin/pip install --quiet python-docx==1.2.0 'markitdown[docx]==0.1.9' mammoth==1.13.0 pypandoc_binary==1.17 \
        > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import docx
import mammoth
import pypandoc
from markitdown import MarkItDown

made = docx.Document()
line = made.add_paragraph()
line.add_run("旧1人").font.strike = True
line.add_run("、")
line.add_run("旧1,000人").font.double_strike = True
line.add_run("、2,000人")
made.save("form.docx")
print("mammoth", mammoth.convert_to_html(open("form.docx", "rb")).value)
print("pandoc", pypandoc.convert_file("form.docx", "markdown").strip())
print("markitdown", MarkItDown().convert("form.docx").text_content.strip())
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF 'mammoth <p><s>旧1人</s>、旧1,000人、2,000人</p>' seen.txt && grep -qxF 'pandoc ~~旧1人~~、旧1,000人、2,000人' seen.txt &&
    grep -qxF 'markitdown ~~旧1人~~、~~旧1,000人~~、2,000人' seen.txt
