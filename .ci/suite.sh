#!/usr/bin/env bash
# The tests on the embedded store; sourced by .ci/run.

beside=

# All tests; the calls that functions make are added to the file $1. What is tried again and again wherever it fails waits
# for most of its time: it runs beside all else, which computes.
suite_on_embedded_store() {
    local said failed=0
    export CODRIVER_TEST_CALLS=$1
    cargo test --no-run
    said=$(mktemp)
    RUST_TEST_THREADS=8 cargo test --test codriver -- faults:: >"$said" 2>&1 &
    beside=$!
    RUST_TEST_THREADS=3 cargo test --no-fail-fast -- --skip faults:: || failed=1
    wait "$beside" || failed=1
    beside=
    cat "$said"
    rm "$said"
    unset CODRIVER_TEST_CALLS
    return "$failed"
}

stop_suite() {
    [ -z "$beside" ] || kill "$beside" 2>/dev/null || true
    beside=
}
