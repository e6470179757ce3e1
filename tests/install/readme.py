"""Takes the commands and the Python out of the READMEs, and holds that the two say the same in the same order.

usage: readme.py README.ja.md README.md FOLDER          writes FOLDER/commands.sh and FOLDER/example.py
"""

import re
import sys
from pathlib import Path

BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.S)


def blocks(page):
    """Kind and code of each block, without its comments."""
    found = BLOCK.findall(Path(page).read_text(encoding="utf-8"))
    return [(kind, [re.sub(r"\s+#.*", "", line) for line in code.splitlines()]) for kind, code in found]


def shape(page):
    """Headings, tables and list items in order, and the figures of each table."""
    lines = Path(page).read_text(encoding="utf-8").splitlines()
    first = {"#": "heading", "|": "row", "-": "point"}
    shapes = []
    for line in lines:
        if line[:1] not in first:
            continue
        figures = []
        if line[0] == "|" and "%" in line:
            figures = [figure for figure in re.findall(r"[\d.,]+", line.replace("、", " "))]
        shapes.append((first[line[0]], sorted(figure.strip(".,") for figure in figures if figure.strip(".,"))))
    return shapes


ours, theirs, folder = sys.argv[1:]
assert blocks(ours) == blocks(theirs), f"{blocks(ours)}\n{blocks(theirs)}"
assert len(shape(ours)) == len(shape(theirs)), "headings, rows or points differ"
for one, other in zip(shape(ours), shape(theirs)):
    assert one[0] == other[0], (one, other)
code = [lines for kind, lines in blocks(ours) if kind == "sh"]
commands = [line for lines in code for line in lines if line.startswith("hyokasho ")]
assert len(commands) == 2, commands
python = [line for kind, lines in blocks(ours) if kind == "python" for line in lines]
(Path(folder) / "commands.sh").write_text("\n".join(commands) + "\n", encoding="utf-8")
(Path(folder) / "example.py").write_text("\n".join(python) + "\n", encoding="utf-8")
