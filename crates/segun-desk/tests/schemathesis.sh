#!/usr/bin/env bash
# Puts generated requests, right and wrong ones, to a running server and holds its answers against its OpenAPI document.
#
#   python3 -m venv SOME_FOLDER && SOME_FOLDER/bin/pip install 'schemathesis==4.32.5'
#   segun serve --ledger SOME_LEDGER --listen 7373 &
#   PATH=SOME_FOLDER/bin:$PATH crates/segun-desk/tests/schemathesis.sh http://127.0.0.1:7373
#
# /changes has no end and is tested elsewhere. Whether every request that fits the document is taken is not asked: the
# number of a claim may be of none, and a cursor is whatever the server gave.
set -euo pipefail
address=${1:-http://127.0.0.1:7373}
exec schemathesis run "$address/api/v1/openapi.json" \
    --exclude-path /api/v1/changes \
    --checks all --exclude-checks positive_data_acceptance \
    --phases examples,coverage,fuzzing --max-examples "${EXAMPLES:-50}" \
    --continue-on-failure --generation-deterministic --no-color
