#!/usr/bin/env bash
# Writes requirements/*.txt from requirements/*.in: every version and hash, no index, no path.
set -euo pipefail
cd "$(dirname "$0")/../requirements"
for wanted in *.in; do
    [ "$wanted" = local.in ] && continue # part of dev.in
    ../.venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header "$@" \
        --output-file "${wanted%.in}.txt" "$wanted"
    echo "requirements/${wanted%.in}.txt"
done
