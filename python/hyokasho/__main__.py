"""`python -m hyokasho` is the command `hyokasho`."""

import subprocess
import sys

from ._command import command

sys.exit(subprocess.call([command(), *sys.argv[1:]]))
