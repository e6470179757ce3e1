"""The Python package over the built command: plain asserts, run by tests/python/run.sh in a fresh venv.

usage: test_hyokasho.py FIXTURES polars|pandas
"""

import datetime
import doctest
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import hyokasho

fixtures, engine = Path(sys.argv[1]), sys.argv[2]
documents = fixtures / "documents"


def raises(kind, work):
    try:
        work()
    except kind as error:
        return error
    raise AssertionError(f"expected {kind.__name__}")


# One document.
a = hyokasho.read(documents / "D006.pdf")
assert (a.agency, a.agency_code, a.form, a.prefecture) == ("香美町", "285854", "key", "兵庫県"), a
item = a.item("file[1].entrustment.tasks[1].subcontract.performed")
assert (item.value, item.kind, item.option, item.page) == ("再委託する", "choice", 1, 9), item
assert item.box is not None and len(item.box) == 4
published = a["cover.published_on"]
assert isinstance(published, datetime.date), published
assert a["評価書番号"] == a["cover.number"]
assert len(a) == len(list(a)) == len(a.all_items()) and dict(a)["cover.number"] == a["cover.number"]
assert 0.9 < a.quality["conformity"] <= 1 and a.source["path"] == "D006.pdf"
several = raises(KeyError, lambda: a["再委託の有無"] if len(a.items_of("再委託の有無")) > 1 else a["課題が残されている項目"])
assert "times" in str(several) or "no item" in str(several), several
assert "hyokasho.find" in str(raises(KeyError, lambda: a["そのような項目はない"]))
assert {type(one.value) for one in a.all_items() if one.kind == "checkbox"} <= {bool, type(None)}

# Bytes, a workbook, doubts.
same = hyokasho.read((documents / "D006.pdf").read_bytes(), name="x.pdf")
assert dict(same) == dict(a) and same.source["path"] == "x.pdf"
assert hyokasho.read(fixtures / "workbooks" / "W002.xlsx").source["kind"] == "workbook"
marked = hyokasho.read(documents / "001_75823ff776d4fa76.txt")
assert marked.doubtful() and all(one.findings for one in marked.doubtful())
assert {one.severity for one in marked.findings} <= {"note", "warning", "error"}

# What goes wrong.
none = raises(hyokasho.NoAssessment, lambda: hyokasho.read("吾輩は猫である".encode()))
assert none.code == "not-an-assessment" and "explain" in none.hint, none
gone = raises(hyokasho.NoAssessment, lambda: hyokasho.read("no/such/file.pdf"))
assert gone.code == "unreadable-input", gone
missing = raises(hyokasho.Error, lambda: hyokasho.extract("no/such/folder", engine=engine))
assert "expected a file or folder, but found nothing" in missing.message and missing.hint, missing
assert "hint" in str(raises(hyokasho.Error, lambda: hyokasho.find("ぬるぽ")))

# From a word to items and columns.
found = hyokasho.find("再委託の有無")
assert any("entrustments.subcontracted" in one.columns for one in found) and "full" in found[0].items

# Many documents.
with tempfile.TemporaryDirectory() as folder:
    package = hyokasho.extract(documents, folder, engine=engine, progress=True)
    assert package.summary["records"] == len(package["assessments"]) > 15, package.summary
    assert len(package.failures) == package.summary["failed"]
    table = package["entrustments"]
    if engine == "polars":
        import polars as pl

        assert table.schema["agency_code"] == pl.String and table.schema["published_on"] == pl.Date
        assert table.schema["subcontracted_code"] == pl.Int64
        codes = table["agency_code"].drop_nulls().to_list()
    else:
        assert str(table["published_on"].dtype).startswith("date32"), table.dtypes
        codes = table["agency_code"].dropna().tolist()
    assert codes and all(isinstance(code, str) and len(code) == 6 for code in codes)
    ids = package["assessments"]["record"]
    ids = ids.to_list() if engine == "polars" else ids.tolist()
    assert a.id in ids
    counted = package.count("再委託の有無", by="form")
    assert len(counted) > 0 and len(counted.columns) > 2
    assert "no table" in str(raises(KeyError, lambda: package["nothing"]))
    again = hyokasho.Package(folder, engine=engine)
    assert again.tables == package.tables and "items" in again
versions = hyokasho.extract(sorted((fixtures / "compare").glob("*.txt")), engine=engine)
records = versions["assessments"]["record"]
records = records.to_list() if engine == "polars" else records.tolist()
compared = versions.compare(*records)
assert len(compared) > 0, compared
kept = versions.folder
assert kept.is_dir()
del versions
assert not kept.is_dir(), "a folder of one's own goes with the package"

# The documentation's examples.
os.chdir(fixtures.parent)
tried = doctest.testmod(hyokasho)
assert tried.attempted >= 4 and tried.failed == 0, tried

# A hundred documents through one worker cost at most 1.5 times the processor time of one run (compared where the build is a
# release: a debug build says nothing about either).
if os.environ.get("HYOKASHO_SPEED"):
    with tempfile.TemporaryDirectory() as folder:
        pdfs = sorted(documents.glob("*.pdf"))
        for n in range(100):
            (Path(folder) / f"{n:03}.pdf").write_bytes(pdfs[n % len(pdfs)].read_bytes() + b"\n%d\n" % n)
        hyokasho._worker._worker.end()

        def spent():
            used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
            return sum(one.ru_utime + one.ru_stime for one in used)

        begun = spent()
        for path in sorted(Path(folder).glob("*.pdf")):
            hyokasho.read(path)["cover.number"]
        hyokasho._worker._worker.end()
        read = spent() - begun
        begun = spent()
        subprocess.run([hyokasho.command(), "extract", folder, "-q", "-o", folder + "/out"], check=True)
        extracted = spent() - begun
        print(f"100 documents: read {read:.2f} s, extract {extracted:.2f} s, {read / extracted:.2f} times")
        assert read <= 1.5 * extracted

print(f"python {sys.version.split()[0]}, hyokasho {hyokasho.__version__}, {engine}: all is well")
