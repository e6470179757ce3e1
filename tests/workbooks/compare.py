"""Whether two tables of items have the same values: those of workbooks, and those of their prints."""

import csv
import re
import sys
import unicodedata

# A print shows a check box as the sign of its font.
BOXES = re.compile(r"\[\s*○\s*\]|[☑☒]"), re.compile(r"\[\s*\]|☐")


def values(path):
    found = {}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        text = unicodedata.normalize("NFKC", row["value"])
        for sign, box in zip("○□", BOXES):
            text = box.sub(sign, text)
        text = re.sub(r"\s", "", text)
        found.setdefault(row["source"].rpartition(".")[0], {})[row["item"]] = (text, row["findings"])
    return found


def main(own, prints):
    own, prints = values(own), values(prints)
    assert own and own.keys() == prints.keys(), (sorted(own), sorted(prints))
    differ = 0
    for name, items in own.items():
        for item in sorted(items.keys() | prints[name].keys()):
            here, (there, findings) = items.get(item, ("", ""))[0], prints[name].get(item, ("", ""))
            # What is drawn has no order of its own; what the print cut off is a part of what the cell holds.
            if here == there or sorted(here) == sorted(there) or (there and there in here):
                continue
            differ += 1
            print(f"{name} {item}: {here!r} in the workbook, {there!r} in print {findings}")
        print(f"{name}: {len(items)} items")
    sys.exit(f"{differ} values differ" if differ else 0)


main(*sys.argv[1:])
