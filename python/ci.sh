#!/usr/bin/env bash
# The Python package: built as a wheel, installed into an empty environment, tested there; on Spark where there is Java.
# What is missing is said and skipped: all else of the project holds without Python. Where a command `segun` is on the
# PATH, what it says is compared.
#   python/ci.sh [PROFILE]    the profile of Cargo that the wheel is built in (default dev, which the tests of Rust share)
set -euo pipefail
cd "$(dirname "$0")"

skip() { echo "SKIPPED: $*, so the Python package was NOT checked" >&2; exit 0; }

command -v python3 >/dev/null || skip "there is no python3"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || skip "python3 is older than the 3.10 that the tests need"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv" || skip "python3 cannot make virtual environments (on Debian: apt-get install python3-venv)"
export PATH="$work/venv/bin:$PATH" PIP_DISABLE_PIP_VERSION_CHECK=1
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

# Away from the sources, so that what is tested is what is installed.
cp -r tests pyproject.toml "$work"
cd "$work"
mypy --strict tests/typed.py
mypy --strict --package segun
python -m mypy.stubtest --ignore-disjoint-bases segun._native
pytest --quiet tests
pytest --quiet --doctest-modules --pyargs segun
