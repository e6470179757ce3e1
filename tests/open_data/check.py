"""DuckDB, pandas, polars and SQLite read every table of an output folder, with the types of its description."""

import json
import pathlib
import sqlite3
import sys

import duckdb
import pandas
import polars

DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
POLARS = {"string": polars.String, "integer": polars.Int64, "number": polars.Float64, "date": polars.Date, "boolean": polars.Boolean}


def one(query):
    """The one value that DuckDB answers."""
    return duckdb.sql(query).fetchall()[0][0]


def sheet(frame, fields, csv):
    """A sheet of the workbook has the table's values to the letter: codes as text, dates as dates."""
    assert list(frame.columns) == [field["title"] for field in fields]
    table = pandas.read_csv(csv, dtype=str, keep_default_na=False)
    assert len(frame) == len(table)
    words = {"true": "はい", "false": "いいえ", "checked": "チェックあり", "unchecked": "チェックなし", "unknown": "判読不能"}
    for field in fields:
        named = {c["value"]: c["label"] for c in field.get("categories", []) if isinstance(c["value"], str)}
        for value, cell in zip(table[field["name"]], frame[field["title"]]):
            if field["type"] == "date" and value:
                cell = cell.strftime("%Y-%m-%d")
            elif field["type"] in ("integer", "number") and value:
                assert float(value) == float(cell), (csv, field["name"], value, cell)
                continue
            elif field["name"] == "code" and value:
                value = f"{named[value]}（{value}）"
            elif value in named:
                value = named[value]
            elif cell != value:
                value = words.get(value, value)
            # A cell breaks its lines with a line feed; everything else is as it was.
            value = value.replace("\r\n", "\n").replace("\r", "\n")
            assert str(cell) == value[:32767], (csv, field["name"], value, cell)


def sheets(path, engine):
    """All sheets of a workbook: as written, and as an office program saved it again."""
    print(f"workbook {path}, {engine}")
    return pandas.read_excel(path, sheet_name=None, engine=engine, dtype=object, keep_default_na=False)


def main(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    base = sqlite3.connect(f"file:{folder}/hyokasho.sqlite?mode=ro", uri=True)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    broken = base.execute("PRAGMA foreign_key_check").fetchall()
    assert not broken, broken[:5]
    total = 0
    books = sorted(folder.glob("excel/**/hyokasho.xlsx"))
    workbooks = [sheets(path, engine) for path in books for engine in ("calamine", "openpyxl")]
    for resource in package["resources"]:
        name, fields = resource["name"], resource["schema"]["fields"]
        names = [field["name"] for field in fields]
        types = {field["name"]: DUCKDB[field["type"]] for field in fields}
        csv, parquet = str(folder / resource["path"]), str(folder / "parquet" / f"{name}.parquet")
        # The CSV with the types of the description: every cell must fit, and codes keep their zeros.
        typed = f"SELECT * FROM read_csv('{csv}', header=true, columns={types!r}, nullstr='')"
        columns = duckdb.sql(f"DESCRIBE SELECT * FROM '{parquet}'").fetchall()
        assert [(c[0], c[1]) for c in columns] == list(types.items()), (name, columns)
        differ = one(f"SELECT count(*) FROM ({typed} EXCEPT ALL SELECT * FROM '{parquet}')")
        rows = one(f"SELECT count(*) FROM '{parquet}'")
        assert differ == 0 and rows == one(f"SELECT count(*) FROM ({typed})"), (name, differ, rows)
        # Without being told: what DuckDB finds out by itself keeps codes as text.
        sniffed = dict((c[0], c[1]) for c in duckdb.sql(f"DESCRIBE SELECT * FROM read_csv('{csv}')").fetchall())
        assert list(sniffed) == names, (name, sniffed)
        if "agency_code" in names and one(f"SELECT count(*) FROM '{parquet}' WHERE agency_code LIKE '0%'"):
            assert sniffed["agency_code"] == "VARCHAR", (name, sniffed)
        frame = polars.read_parquet(parquet)
        assert frame.schema == polars.Schema({f["name"]: POLARS[f["type"]] for f in fields}), (name, frame.schema)
        assert len(pandas.read_parquet(parquet)) == len(frame) == rows
        assert base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] == rows, name
        assert base.execute(f'SELECT count(*) FROM "{resource["title"]}"').fetchone()[0] == rows, name
        for workbook in workbooks:
            sheet(workbook[resource["title"]], fields, csv)
        total += rows
        print(f"{name:20} {rows:7} rows {len(fields):3} columns")
    codes = [row[0] for row in base.execute("SELECT DISTINCT agency_code FROM assessments WHERE agency_code IS NOT NULL")]
    kept = polars.read_parquet(folder / "parquet" / "assessments.parquet")["agency_code"].drop_nulls().unique().to_list()
    assert sorted(codes) == sorted(kept) and all(len(code) == 6 for code in codes), codes
    assert any(code.startswith("0") for code in codes), "no code with a zero in front among the samples"
    found = base.execute("""SELECT count(*) FROM items_pairs WHERE items_pairs MATCH '"介護"'""").fetchone()[0]
    there = base.execute("SELECT count(*) FROM items WHERE kind = 'text' AND value LIKE '%介護%'").fetchone()[0]
    assert found >= there > 0, (found, there)
    # What is typed into Datasette's box is put into quotation marks.
    typed = base.execute("""SELECT count(*) FROM items_fts WHERE items_fts MATCH '"介護保険"'""").fetchone()[0]
    like = base.execute("SELECT count(*) FROM items WHERE value LIKE '%介護保険%'").fetchone()[0]
    assert typed == like > 0, (typed, like)
    assert one(f"SELECT max(year(published_on)) FROM '{folder / 'assessments.csv'}'") > 2000
    print(f"{total} rows in {len(package['resources'])} tables; {found} texts hold 介護; codes such as {min(codes)}")


main(pathlib.Path(sys.argv[1]))
