"""Reads documents with `hyokasho worker` in a Spark cluster; see run.sh.

job.py BINARY FOLDER NDJSON: first with one worker killed in the middle, then undisturbed; the records have to be
those of NDJSON, byte for byte.
"""

import json
import os
import pathlib
import signal
import sys
import threading
import time

from py4j.protocol import Py4JJavaError
from pyspark import SparkConf, SparkContext

binary, folder, expected = sys.argv[1:]


def parents():
    """The parent of each process."""
    found = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            pass  # it has ended meanwhile
    return found


def workers():
    """The workers that this very program has started, through Spark."""
    parent, mine = parents(), []
    for process in parent:
        try:
            command = pathlib.Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            continue
        above = process
        while above in parent and above != os.getpid():
            above = parent[above]
        if above == os.getpid() and command == b"./hyokasho\0worker\0":
            mine.append(process)
    return mine


def kill_one():
    """Waits for a worker to be well under way and kills it."""
    while not (found := workers()):
        time.sleep(0.02)
    time.sleep(0.5)
    process = (workers() or found)[0]
    os.kill(process, signal.SIGKILL)
    print(f"killed worker {process} (signal 9)")


def read(context, requests):
    """The replies to all requests. Executors find what addFile ships in their working folder."""
    return context.parallelize(requests, 6).pipe("./hyokasho worker", checkCode=True).collect()


conf = SparkConf().setMaster("local-cluster[2,1,1024]").setAppName("hyokasho")
# No second try by Spark itself: the loss is to be seen.
conf.set("spark.task.maxFailures", "1").set("spark.ui.enabled", "false")
conf.set("spark.ui.showConsoleProgress", "false")
context = SparkContext(conf=conf)
context.setLogLevel("OFF")
context.addFile(binary)
paths = sorted(path for path in pathlib.Path(folder).rglob("*") if path.suffix in (".pdf", ".txt"))
requests = [
    json.dumps({"id": at, "path": str(path), "source": path.relative_to(folder).as_posix()})
    for at, path in enumerate(paths)
]
print(f"{len(requests)} documents, Spark {context.version}, {conf.get('spark.master')}")

threading.Thread(target=kill_one, daemon=True).start()
try:
    read(context, requests)
    sys.exit("FAILED: a worker was killed and nobody noticed")
except Py4JJavaError as error:
    lines = str(error.java_exception).splitlines()
    print("the loss is seen:", next(line.strip() for line in lines if "error code" in line))

replies = read(context, requests)
tallies = [json.loads(line) for line in replies if line.startswith('{"end":true')]
answers = [line for line in replies if not line.startswith('{"end":true')]
assert sum(tally["in"] for tally in tallies) == len(answers) == len(requests)
counts = {name: sum(tally[name] for tally in tallies) for name in ("in", "ok", "rejected", "failed")}
print(f"the rerun is complete: {len(tallies)} tallies, {counts}")


def record(line):
    """The record of a reply, as it was written."""
    return line.split('"record":', 1)[1].rsplit(',"error":null,', 1)[0].replace(',"others":[', "\n")


by_id = {json.loads(line)["id"]: line for line in answers}
assert list(range(len(requests))) == sorted(by_id)
ok = [at for at in sorted(by_id) if '"status":"ok"' in by_id[at][:100]]
order = sorted(ok, key=lambda at: paths[at].relative_to(folder).as_posix().encode())
found = "".join(record(by_id[at]) + "\n" for at in order)
whole = pathlib.Path(expected).read_text(encoding="utf-8")
print(f"records: {len(order)}, {len(whole.encode())} bytes, {'identical' if found == whole else 'DIFFERENT'}")
context.stop()
sys.exit(found != whole)
