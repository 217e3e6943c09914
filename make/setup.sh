#!/usr/bin/env bash
# Creates an environment from hashed requirements, once: setup.sh <folder> <lock file> [<python>]
#
# Without <python> it takes the newest of 3.13, 3.12, 3.11 that really runs: a version manager may put
# names on PATH that fail when they are called.
set -euo pipefail
folder=$1 lock=$2 python=${3:-}

if [ -z "$python" ]; then
    for version in 3.13 3.12 3.11; do
        while read -r candidate; do
            if "$candidate" -c "import sys, venv, ensurepip, ssl; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" \
                >/dev/null 2>&1; then
                python=$candidate
                break 2
            fi
        done < <(type -ap "python$version"; type -ap python3)
    done
fi
if [ -z "$python" ]; then
    echo "No Python 3.13, 3.12 or 3.11 with venv and ssl was found on PATH; install one (Debian: apt-get install python3 python3-venv)." >&2
    exit 1
fi

stamp="$folder/.llave-$(cat "$lock" <("$python" -V) | sha256sum | cut -c1-16)"
[ -e "$stamp" ] && exit 0
echo "Setting up $folder with $("$python" -V)"
[ -x "$folder/bin/python" ] && [ "$("$folder/bin/python" -V 2>/dev/null)" = "$("$python" -V)" ] || {
    rm -rf "$folder"
    "$python" -m venv "$folder"
}
rm -f "$folder"/.llave-*
export PIP_DISABLE_PIP_VERSION_CHECK=1

# uv installs in seconds what takes pip minutes. It does not read pip's configuration, so it is told;
# where it still can not reach the packages, pip does the work.
index=${PIP_INDEX_URL:-$("$folder/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
[ -n "$index" ] && export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
[ -n "${PIP_CERT:-}" ] && export SSL_CERT_FILE=${SSL_CERT_FILE:-$PIP_CERT}
hashed_uv=$(mktemp)
trap 'rm -f "$hashed_uv"' EXIT
sed -n '/^uv==/,/[^\\]$/p' "$(dirname "$0")/../requirements/dev.txt" >"$hashed_uv"
if "$folder/bin/python" -m pip install --quiet --require-hashes --no-deps -r "$hashed_uv" &&
    "$folder/bin/python" -m uv pip install --quiet --python "$folder/bin/python" --require-hashes -r "$lock"; then
    :
else
    echo "uv could not install the packages; pip takes over (minutes)." >&2
    "$folder/bin/python" -m pip install --quiet --require-hashes -r "$lock" || {
        echo "The packages of $lock can not be installed: pip reaches no index that has them." >&2
        exit 1
    }
fi
touch "$stamp"
