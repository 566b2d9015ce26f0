"""Prints the public examples of EDTF as JSON: those of python-edtf with their first and last day, and samples of edtf.js.

Usage: edtf_examples.py SDIST NODE_MODULES, where SDIST is the source distribution of python-edtf (edtf-*.tar.gz).
"""

import ast
import json
import subprocess
import sys
import tarfile
from pathlib import Path


def python_examples(sdist):
    with tarfile.open(sdist) as archive:
        member = next(name for name in archive.getnames() if name.endswith("tests/test_parser.py"))
        tree = ast.parse(archive.extractfile(member).read())
    lists = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id in ("EXAMPLES", "BAD_EXAMPLES")
    }
    valid = [{"text": text, "first": days[0], "last": days[1] if len(days) in (2, 4) else days[0]} for text, days in lists["EXAMPLES"]]
    return valid, [text for text in lists["BAD_EXAMPLES"] if text is not None]


def samples(node_modules):
    script = Path(__file__).with_name("edtf_samples.mjs")
    printed = subprocess.run(["node", script, Path(node_modules).resolve()], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in printed.stdout.splitlines()]


if __name__ == "__main__":
    valid, invalid = python_examples(sys.argv[1])
    json.dump({"valid": valid, "invalid": invalid, "samples": samples(sys.argv[2])}, sys.stdout)
