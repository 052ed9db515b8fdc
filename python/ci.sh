#!/usr/bin/env bash
# The Python package, tested as it is installed, in an empty environment. Where a command `segun` is on the PATH, what it
# says is compared. What is missing is said and skipped: all else of the project holds without Python.
#   python/ci.sh [PROFILE]        the wheel, built in that profile of Cargo (default dev), and Segun on Spark where there is
#                                 Java: the wheel has other features than the workspace, so most is compiled anew
#   python/ci.sh --library FILE   the package around a native library that Cargo has built already; nothing on Spark
set -euo pipefail

skip() { echo "SKIPPED: $*, so the Python package was NOT checked" >&2; exit 0; }

library=
if [ "${1:-}" = --library ]; then
    library=$(realpath "$2")
fi
cd "$(dirname "$0")"

command -v python3 >/dev/null || skip "there is no python3"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || skip "python3 is older than the 3.11 that this script needs"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv" || skip "python3 cannot make virtual environments (on Debian: apt-get install python3-venv)"
export PATH="$work/venv/bin:$PATH" PIP_DISABLE_PIP_VERSION_CHECK=1

if [ -n "$library" ]; then
    python -c '
import tomllib
print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["test"], sep="\n")' >"$work/test.txt"
    pip install --quiet --requirement "$work/test.txt" || skip "PyPI cannot be reached"
    site=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    cp -r src/segun "$site"
    cp "$library" "$site/segun/_native.abi3.so"
else
    pip install --quiet "maturin>=1.9,<2" || skip "PyPI cannot be reached"
    extras=test
    if command -v java >/dev/null; then
        extras=test,spark
    else
        echo "SKIPPED: there is no java, so Segun on Spark was NOT checked" >&2
    fi
    # The environment's own Python: any that is found by chance on the machine may be another.
    maturin build --quiet --locked --profile "${1:-dev}" --interpreter python --out "$work/wheels"
    pip install --quiet "$(echo "$work"/wheels/segun-*.whl)[$extras]"
fi

# Away from the sources, so that what is tested is what is installed.
cp -r tests pyproject.toml "$work"
cd "$work"
mypy --strict tests/typed.py
mypy --strict --package segun
python -m mypy.stubtest --ignore-disjoint-bases segun._native
pytest --quiet tests
pytest --quiet --doctest-modules --pyargs segun
