#!/bin/sh
# Installs textmining from the wheels beside this file, without internet and without special rights.
# Usage: sh install.sh [FOLDER], by default textmining in your home folder.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${1:-"$HOME/textmining"}
python=${PYTHON:-python@PYTHON@}
command -v "$python" >/dev/null || python=python3
if ! "$python" -c 'import sys, venv; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")'; then
    echo "These wheels need Python @PYTHON@ with its venv. Install it, or name it: PYTHON=... sh install.sh" >&2
    exit 1
fi
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps \
    --require-hashes --find-links "$here/wheels" --requirement "$here/requirements.txt"
"$folder/bin/python" -m pip check
echo "Installed. Try it: '$folder/bin/textmining' demo"
