#!/usr/bin/env bash
# What functions were seen to call, and what they may; sourced by .ci/run.

# Every call of the file $1 is simulated against its function's policies, and every right must have been seen in use;
# aws-sam-cli is in $2, the simulator in $3.
simulate_calls() {
    local policies
    policies=$(mktemp)
    "$2/python" -B .ci/policies.py >"$policies"
    NODE_PATH=$(dirname "$3") node .ci/iam.mjs "$1" "$policies"
    rm "$policies"
}
