#!/usr/bin/env bash
# The Python package: built as a wheel, installed into an empty environment, tested there; on Spark where there is Java.
# What is missing is said and skipped: all else of the project holds without Python.
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
wanted=(maturin "mypy>=1.18" "pandas>=2.2" "polars>=1.0" "pyarrow>=15" pandas-stubs pytest typing-extensions)
if command -v java >/dev/null; then
    wanted+=("pyspark>=4.0,<5")
else
    echo "SKIPPED: there is no java, so Segun on Spark was NOT checked" >&2
fi
pip install --quiet "${wanted[@]}" || skip "PyPI cannot be reached"

# The environment's own Python: any that is found by chance on the machine may be another.
maturin build --quiet --locked --profile "${1:-dev}" --interpreter python --out "$work/wheels"
pip install --quiet --no-deps "$work"/wheels/segun-*.whl

# Away from the sources, so that what is tested is what is installed.
cp -r tests pyproject.toml "$work"
cd "$work"
mypy --strict tests/typed.py
mypy --strict --package segun
python -m mypy.stubtest --ignore-disjoint-bases segun._native
pytest --quiet tests --ignore tests/typed.py
pytest --quiet --doctest-modules --pyargs segun
