"""Many documents as tables: a folder that the command has written, and frames made of its Parquet files."""

from __future__ import annotations

import importlib
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from ._command import command, run
from ._errors import Error

Engine = Literal["polars", "pandas", "pyarrow"]
Input = str | os.PathLike[str]

_ENGINES: tuple[Engine, ...] = ("polars", "pandas", "pyarrow")
_HINT = "pip install polars (or: pip install pandas pyarrow)"


class Package:
    """What :func:`extract` has written: a folder of tables that belong together.

    ``package["entrustments"]`` is a frame: codes are text, dates are dates, boxes are true or false, unknown is null.
    The tables share the columns ``record`` and ``source``; ``output/TABLES.md`` describes every column.

    Attributes:
        folder: Where it is. A folder of its own (no ``output`` was given) goes when the package does.
        tables: The names of the tables, sorted.
        summary: What was counted: ``documents``, ``records``, ``without_record``, ``failed``, ``forms``, ``findings`` …;
            ``{}`` for a folder that was opened.
        engine: What frames are made with.
    """

    def __init__(self, folder: Input, *, engine: Engine | None = None, summary: dict[str, Any] | None = None,
                 _own: tempfile.TemporaryDirectory[str] | None = None) -> None:
        """Opens a folder that ``hyokasho extract --format csv,parquet`` has written; without csv nothing can be compared.

        Raises:
            Error: It has no Parquet tables, or nothing that makes frames is installed.
        """
        self.folder = Path(folder)
        self.summary = summary or {}
        self._own = _own
        self.tables = sorted(path.stem for path in (self.folder / "parquet").glob("*.parquet"))
        if not self.tables:
            raise Error(f"{self.folder}: expected parquet/*.parquet, but found none", "hyokasho.extract() writes them")
        self.engine: Engine = engine or _installed()
        self._frames: dict[str, Any] = {}

    def __getitem__(self, table: str) -> Any:
        """The table as a frame; read once, then kept.

        Raises:
            KeyError: There is no such table.
        """
        if table not in self.tables:
            raise KeyError(f"no table {table!r}; there are {', '.join(self.tables)}")
        if table not in self._frames:
            self._frames[table] = _parquet(self.engine, self.folder / "parquet" / f"{table}.parquet")
        return self._frames[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    @property
    def failures(self) -> list[dict[str, str]]:
        """Documents that look like assessments, or cannot be read, and gave none: ``source``, ``code``, ``message``."""
        return [dict(one) for one in self.summary.get("failures", [])]

    def compare(self, first: str, second: str, *, project: str | None = None, form: str | None = None,
                all: bool = False) -> Any:
        """Two assessments item by item, as a frame of texts: a row for each item.

        Args:
            first: A record id, or an agency's name or code.
            second: The other one.
            project: Only assessments about this 事務: ``国民健康保険``.
            form: Only this form: ``basic``, ``key``, ``full``.
            all: What is the same, too.

        Raises:
            Error: Nothing or more than one assessment is meant; the message lists them.
        """
        words = ["compare", first, second, *self._narrow(project, form), *(["--all"] if all else [])]
        return _csv(self.engine, run(*words, "--from", self.folder, "--format", "csv"))

    def count(self, item: str, *, by: Literal["agency", "form", "prefecture", "revision"] = "form",
              project: str | None = None, form: str | None = None) -> Any:
        """One item over all assessments: how often each answer is given, as a frame of texts.

        Args:
            item: An item's id, a concept, or a label: ``再委託の有無``.
            by: What the answers are grouped by.
        """
        words = ["compare", "--item", item, "--by", by, *self._narrow(project, form)]
        return _csv(self.engine, run(*words, self.folder, "--format", "csv"))

    @staticmethod
    def _narrow(project: str | None, form: str | None) -> list[str]:
        given = {"--project": project, "--form": form}
        return [word for flag, value in given.items() if value is not None for word in (flag, value)]

    def __repr__(self) -> str:
        return f"<Package {self.folder}: {len(self.tables)} tables>"


def extract(inputs: Input | Iterable[Input], output: Input | None = None, *, engine: Engine | None = None,
            jobs: int | None = None, excel: bool = False, corrections: Input | None = None, replace: bool = False,
            arguments: Iterable[str] = (), progress: bool = False) -> Package:
    """Reads documents and writes tables and records, as ``hyokasho extract`` does.

    Args:
        inputs: Files, folders and ZIP archives, one or many.
        output: The folder for the results; a second run into it reads only what has changed. A temporary folder by default.
        engine: What frames are made with; by default the first that is installed of polars, pandas, pyarrow.
        jobs: Documents read at the same time; one per processor by default.
        excel: Write ``excel/hyokasho.xlsx`` too.
        corrections: A table of values that a person has corrected.
        replace: Let go of the results of other documents that the folder holds.
        arguments: Further flags of the command: ``["--ocr", "never"]``.
        progress: Show the command's progress and summary on standard error.

    Returns:
        The tables. A document without a record does not stop the run: see :attr:`Package.failures` and the table ``findings``.

    Raises:
        Error: The run could not go on: an input is not there, the folder cannot be written. With the command's message and hint.
    """
    own = None
    if output is None:
        own = tempfile.TemporaryDirectory(prefix="hyokasho-")
        output = own.name
    if isinstance(inputs, (str, os.PathLike)):
        inputs = [inputs]
    words = ["extract", *[os.fspath(one) for one in inputs], "--output", os.fspath(output)]
    words += ["--format", "csv,json,package,parquet", "--log-format", "json"]
    words += ["--jobs", str(jobs)] if jobs else []
    words += ["--excel"] if excel else []
    words += ["--corrections", os.fspath(corrections)] if corrections else []
    words += ["--replace"] if replace else []
    summary = _run(words + list(arguments), progress)
    return Package(output, engine=engine, summary=summary, _own=own)


def _run(words: list[str], progress: bool) -> dict[str, Any]:
    """Runs the command; its summary."""
    process = subprocess.Popen([command(), *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, encoding="utf-8")
    said: list[str] = []
    summary: dict[str, Any] = {}

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            event = _event(line)
            if event is None:
                said.append(line)
            elif event.get("event") == "summary":
                summary.update(event["tally"])
            if progress:
                sys.stderr.write(line if event is None else _told(event))

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        code = process.wait()
    except BaseException:
        process.terminate()  # it writes what is done
        process.wait()
        raise
    finally:
        thread.join()
    if code not in (0, 1):
        raise Error.said("".join(said))
    return summary


def _event(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _told(event: dict[str, Any]) -> str:
    if event.get("event") == "summary":
        tally = event["tally"]
        return f"{tally['documents']} documents, {tally['records']} records, {tally['failed']} failed\n"
    return f"{event.get('documents', '?')} of {event.get('of', '?')} documents\n"


def _installed() -> Engine:
    for engine in _ENGINES:
        try:
            importlib.import_module(engine)
        except ImportError:
            continue
        return engine
    raise Error("expected polars, pandas or pyarrow to make frames with, but found none of them", _HINT)


def _module(name: Engine) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as cause:
        raise Error(f"{name} is not installed", _HINT) from cause


def _parquet(engine: Engine, path: Path) -> Any:
    module = _module(engine)
    if engine == "polars":
        return module.read_parquet(path)
    if engine == "pandas":
        _module("pyarrow")
        return module.read_parquet(path, dtype_backend="pyarrow")
    return importlib.import_module("pyarrow.parquet").read_table(path)


def _csv(engine: Engine, text: str) -> Any:
    """A table of texts: codes keep their zeros."""
    module = _module(engine)
    raw = text.encode()
    if engine == "polars":
        return module.read_csv(io.BytesIO(raw), infer_schema=False)
    if engine == "pandas":
        return module.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False)
    reader = importlib.import_module("pyarrow.csv")
    names = text.splitlines()[0].split(",") if text else []
    options = reader.ConvertOptions(column_types={name: module.string() for name in names})
    return reader.read_csv(io.BytesIO(raw), convert_options=options, parse_options=reader.ParseOptions(newlines_in_values=True))
