"""Executes a notebook in its own folder, and writes it there as executed.ipynb, with its outputs.

python tests/python/execute.py NOTEBOOK
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

LONGEST_CELL = 300  # seconds

file = Path(sys.argv[1])
notebook = nbformat.read(file, as_version=4)
nbformat.validate(notebook)
NotebookClient(notebook, timeout=LONGEST_CELL, resources={"metadata": {"path": str(file.parent)}}).execute()
nbformat.write(notebook, file.with_name("executed.ipynb"))
