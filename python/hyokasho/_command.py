"""The command: where it is, how it is run, what it finds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ._errors import Error


@cache
def command() -> str:
    """The path of the command: ``$HYOKASHO``, the one of this package, else the first on the PATH.

    Raises:
        Error: There is none.
    """
    name = "hyokasho" + (sysconfig.get_config_var("EXE") or "")
    own = Path(__file__).resolve().parents[1]
    folders = [
        Path(sysconfig.get_path("scripts")),
        Path(sys.executable).parent,
        Path(sysconfig.get_path("scripts", f"{os.name}_user")),
        own / "bin",  # pip install --target
    ]
    named = os.environ.get("HYOKASHO")
    candidates = [Path(named)] if named else [folder / name for folder in folders]
    for path in candidates:
        if path.is_file():
            return str(path)
    on_path = None if named else shutil.which("hyokasho")
    if on_path is None:
        looked = ", ".join(str(path) for path in candidates)
        raise Error(f"expected the command 'hyokasho', but found nothing at {looked}", "pip install hyokasho")
    return on_path


def run(*arguments: str | os.PathLike[str]) -> str:
    """What the command prints.

    Raises:
        Error: It could not run (exit code 2), with its message and hint.
    """
    done = subprocess.run(
        [command(), *[os.fspath(one) for one in arguments]], capture_output=True, stdin=subprocess.DEVNULL, encoding="utf-8"
    )
    if done.returncode not in (0, 1):
        raise Error.said(done.stderr)
    return done.stdout


@cache
def version() -> str:
    """The version of the command, such as ``0.2.0``."""
    return run("--version").split()[-1]


@dataclass(frozen=True)
class Found:
    """What one question is called.

    Attributes:
        label: The printed label, with the heading of its group.
        concept: What is asked, over all forms; ``""`` for none.
        items: The item's id (without numbers) by form: ``{"key": ["file.entrustment.performed"], …}``.
        columns: ``table.column`` of the tables that have it.
    """

    label: str
    concept: str
    items: dict[str, list[str]]
    columns: list[str]


def find(word: str) -> list[Found]:
    """Items, concepts and columns by a Japanese word of a label or an option.

    Raises:
        Error: No label, option or concept holds the word.
    """
    found = []
    for line in run("find", word, "--format", "json").splitlines():
        entry = json.loads(line)
        items: dict[str, list[str]] = {}
        for item in entry["items"]:
            items.setdefault(item["form"], []).append(item["item"])
        found.append(Found(entry["label"], entry["concept"], items, entry["columns"]))
    return found
