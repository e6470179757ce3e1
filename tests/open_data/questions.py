"""Asks the questions of docs/QUESTIONS.md again and compares the answers printed there.

usage: questions.py QUESTIONS.md OUTPUT [--write]        --write puts today's answers into the page

A question is a block of `sh` with one line, `duckdb -c "..."` or `sqlite3 hyokasho.sqlite "..."`, run in OUTPUT (what
`extract fixtures/documents` wrote); its answer is the block of `text` behind it, a row a line.
"""

import os
import pathlib
import re
import sqlite3
import sys

import duckdb

QUESTION = re.compile(r"```sh\n(duckdb -c|sqlite3 hyokasho\.sqlite) \"([^\n]+)\"\n```\n\n```text\n(.*?)```", re.S)


def ask(tool, query):
    if tool.startswith("duckdb"):
        rows = duckdb.sql(query).fetchall()
    else:
        rows = sqlite3.connect("file:hyokasho.sqlite?mode=ro", uri=True).execute(query).fetchall()
    return "".join(" | ".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


page = pathlib.Path(sys.argv[1]).resolve()
text = page.read_text(encoding="utf-8")
os.chdir(sys.argv[2])
wrong, asked = [], 0


def answer(found):
    global asked
    tool, query, printed = found.groups()
    query = query.replace("\\\"", "\"")  # as the shell reads it
    asked += 1
    now = ask(tool, query)
    if now != printed:
        wrong.append(f"{query}\nprinted:\n{printed}now:\n{now}")
    return found.group(0).replace(f"```text\n{printed}```", f"```text\n{now}```")


new = QUESTION.sub(answer, text)
if "--write" in sys.argv:
    page.write_text(new, encoding="utf-8")
elif wrong:
    sys.exit("\n".join(wrong))
print(f"{asked} questions asked, {asked - len(wrong)} answered as printed")
if asked < 10:
    sys.exit("expected ten questions")
