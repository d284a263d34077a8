#!/usr/bin/env bash
# The API's document is good, and what is made from it works; sourced by .ci/run.

# Validators and linters find nothing to say of it: commands of Python and of Node are in $1 and $2.
lint_document() {
    "$1/openapi-spec-validator" infra/openapi.json
    REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
        "$2/redocly" lint --config .ci/redocly.yaml infra/openapi.json
    "$2/spectral" lint --fail-severity=warn --ruleset .ci/spectral.yaml infra/openapi.json
}

# Starts the local server, which the tests built, over an empty store; its process is $server, its address $address.
start_server() {
    local says
    says=$(mktemp)
    CODRIVER_PORT=0 CODRIVER_DATA=:memory: "${CARGO_TARGET_DIR:-target}/debug/codriver" >"$says" &
    server=$!
    until address=$(sed -n 's/^listening on //p' "$says") && [ -n "$address" ]; do
        kill -0 "$server"
        sleep 0.2
    done
    rm "$says"
}

stop_server() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    server=
}

# README.md's first minutes with the client that openapi-python-client makes: commands are in $1.
walk_in_python() {
    local home
    home=$(mktemp -d)
    "$1/openapi-python-client" generate --path infra/openapi.json --meta none \
        --config tests/clients/python/generator.yaml --output-path "$home/codriver_client" >"$home/log" 2>&1 ||
        { cat "$home/log"; return 1; }
    start_server
    PYTHONPATH=$home "$1/python" -B tests/clients/python/walk.py "$address"
    stop_server
    rm -r "$home"
}

# The same with openapi-typescript and openapi-fetch: commands are in $1.
walk_in_typescript() {
    local home
    home=$(mktemp -d)
    cp tests/clients/typescript/{walk.ts,tsconfig.json} "$home"
    ln -s "$(dirname "$1")" "$home/node_modules"
    echo '{ "type": "module" }' >"$home/package.json"
    "$1/openapi-typescript" infra/openapi.json --output "$home/api.ts" >"$home/log" 2>&1 || { cat "$home/log"; return 1; }
    "$1/tsc" --project "$home" --outDir "$home/out"
    start_server
    node "$home/out/walk.js" "$address"
    stop_server
    rm -r "$home"
}

# What the document allows and much that it does not, as callers of each kind, with all checks of schemathesis: commands
# are in $1. 50 seconds for each of six.
try_everything() {
    local home caller
    home=$(mktemp -d)
    start_server
    "$1/python" -B tests/schemathesis/world.py "$address" "$home"
    for caller in anonymous holder reseller-key group-manager driver operator; do
        echo "as $caller"
        "$1/schemathesis" --no-color --config-file "$home/$caller.toml" run infra/openapi.json --url "$address" \
            --phases coverage --max-time 50 --seed 1 --continue-on-failure
    done
    stop_server
    rm -r "$home"
}
