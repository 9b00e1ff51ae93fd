"""Fails when the worker has not gone round its loop for two minutes."""

import pathlib
import sys
import time

age = time.time() - pathlib.Path("/tmp/alive").stat().st_mtime
sys.exit(0 if age < 120 else 1)
