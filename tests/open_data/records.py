"""One file per record, named by its form: `records.py assessments.ndjson FOLDER`."""

import json
import pathlib
import sys

lines = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
for number, line in enumerate(lines):
    form = json.loads(line)["form"]["id"]
    pathlib.Path(sys.argv[2], f"{form}-{number:05}.json").write_text(line, encoding="utf-8")
print(f"{len(lines)} records")
