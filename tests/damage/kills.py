#!/usr/bin/env python3
"""Runs that are killed: `kills.py BINARY [COUNT]` kills COUNT (default 1,000) runs with SIGKILL, at random moments.

Three kinds in turn: first runs into an empty folder, runs over what an earlier one has left after two documents have
changed, and merges. After each kill every file under its final name must be that of a run that was left alone, before or
after the change; after every fifth the command is given once more and left alone, and all must be. Prints what was killed
and where it differed; exits with 1 if it did.
"""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures/documents"
FORMATS = ["--format", "csv,json,package,parquet,sqlite", "-q", "--ocr", "never"]


def documents(folder: pathlib.Path, copies: int = 4) -> pathlib.Path:
    """The smaller fixtures, several times over with other bytes."""
    folder.mkdir()
    for path in sorted(FIXTURES.iterdir()):
        if path.suffix in (".pdf", ".txt") and path.stat().st_size < 60_000:
            for copy in range(copies):
                (folder / f"{copy}-{path.name}").write_bytes(path.read_bytes() + b"\n%d\n" % copy)
    return folder


def change(folder: pathlib.Path, turn: int) -> None:
    """Two documents have other bytes; after an even number of turns they are what they were."""
    for path in sorted(folder.iterdir())[3:5]:
        data = path.read_bytes().removesuffix(b"\n%%changed\n")
        path.write_bytes(data + b"\n%%changed\n" * (turn % 2))


def contents(folder: pathlib.Path) -> dict:
    """The files of an output, without what runs keep for one another."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".hyokasho" not in path.parts) if folder.exists() else ()
    return {path.relative_to(folder): path.read_bytes() for path in files if not path.name.startswith(".")}


def whole(command: list) -> float:
    """Runs to the end; the seconds taken."""
    begun = time.monotonic()
    status = subprocess.run(command, capture_output=True, check=False).returncode
    assert status in (0, 1), (status, command)
    return time.monotonic() - begun


def kill(command: list, seconds: float, pick: random.Random) -> bool:
    """Starts, waits and kills; whether it was not over yet."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(pick.uniform(0, seconds))
    child.send_signal(signal.SIGKILL)
    return child.wait() == -signal.SIGKILL


def main() -> None:
    """Kills and compares."""
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    pick, wrong, killed = random.Random(1), [], {"first runs": 0, "second runs": 0, "merges": 0}
    with tempfile.TemporaryDirectory() as place:
        base = pathlib.Path(place)
        inputs = documents(base / "in")
        extract = lambda to, *more: [binary, "extract", str(inputs), "-o", str(base / to), *FORMATS, *more]
        times = {"first runs": whole(extract("sound"))}
        sound = contents(base / "sound")
        shards = [str(base / f"part{n}") for n in (1, 2)]
        for n, shard in enumerate(shards, 1):
            whole(extract(pathlib.Path(shard).name, "--shard", f"{n}/2"))
        merge = lambda to: [binary, "merge", *shards, "-o", str(base / to), "-q"]
        times["merges"] = whole(merge("merged"))
        merged = contents(base / "merged")
        change(inputs, 1)
        times["second runs"] = whole(extract("sound"))
        changed = contents(base / "sound")
        change(inputs, 0)
        whole(extract("second"))
        assert contents(base / "second") == sound
        turn = 0
        for at in range(count):
            kind = list(killed)[at % 3]
            again = at // 3 % 5 == 4
            if kind == "first runs":
                command, allowed = extract("first"), [sound]
            elif kind == "second runs":
                turn += at // 3 % 5 == 0
                change(inputs, turn)
                command, allowed = extract("second"), [sound, changed]
            else:
                command, allowed = merge("merge"), [merged]
            change(inputs, turn if kind == "second runs" else 0)
            killed[kind] += kill(command, times[kind], pick)
            out = pathlib.Path(command[command.index("-o") + 1])
            found = contents(out)
            wrong += [(at, kind, name) for name, data in found.items() if data not in [one.get(name) for one in allowed]]
            if again:
                whole(command)
                end = {"first runs": sound, "second runs": changed if turn % 2 else sound, "merges": merged}[kind]
                wrong += [(at, kind, "the end")] * (contents(out) != end)
                if kind != "second runs":
                    shutil.rmtree(out)
            if at % 100 == 99:
                print(f"{at + 1} runs, {sum(killed.values())} killed in time, {len(wrong)} wrong", flush=True)
    print(f"{count} runs; killed before their end: " + ", ".join(f"{n} {kind}" for kind, n in killed.items()))
    print(*wrong[:20], sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
