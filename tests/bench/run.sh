#!/usr/bin/env bash
# Documents per second, memory, and the second run: tests/bench/run.sh [COUNT]
# Needs a release build, GNU time, and (for the comparison) poppler-utils.
set -euo pipefail
cd "$(dirname "$0")/../.."
count=${1:-2000}
binary=$PWD/target/release/hyokasho
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 tests/bench/documents.py "$work/in" "$count"
python3 tests/bench/documents.py "$work/few" $((count / 10))

# measured NAME COMMAND...: seconds and peak memory
measured() {
  local name=$1; shift
  python3 - "$name" "$count" "$@" <<'PYTHON'
import resource, subprocess, sys, time
name, count, *command = sys.argv[1:]
begun = time.monotonic()
code = subprocess.run(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
seconds = time.monotonic() - begun
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{name:28} {seconds:8.2f} s  {int(count) / seconds:9.1f} documents/s  "
      f"cpu {usage.ru_utime + usage.ru_stime:7.2f} s  peak {usage.ru_maxrss / 1024:6.0f} MB  exit {code}")
PYTHON
}

cat "$work"/in/*/* > /dev/null # all of it in the page cache
sleep 2.1 # files younger than the coarsest clock are looked into on the second run
uptime
measured "1 thread" "$binary" extract "$work/in" --output "$work/one" --jobs 1
measured "2 threads" "$binary" extract "$work/in" --output "$work/two" --jobs 2
measured "second run" "$binary" extract "$work/in" --output "$work/two" --jobs 2
rm "$work/two/items.csv"
measured "second run, tables anew" "$binary" extract "$work/in" --output "$work/two" --jobs 2
measured "a tenth of them (not rate)" "$binary" extract "$work/few" --output "$work/tenth" --jobs 2
if command -v pdftotext > /dev/null; then
  measured "pdftotext -layout, xargs -P2" sh -c "find '$work/in' -name '*.pdf' -print0 | xargs -0 -n1 -P2 -I{} pdftotext -layout {} '$work/text'"
fi
diff -rq --exclude=.hyokasho "$work/one" "$work/two" && echo "1 and 2 threads: the same bytes"
tail -n 1 "$work/one/manifest.ndjson"
uptime
