#!/usr/bin/env bash
# The API's document is good, and what is made from it works; sourced by .ci/run.

server=

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
    CODRIVER_PORT=0 CODRIVER_DATA=:memory: CODRIVER_CONSOLE=off "${CARGO_TARGET_DIR:-target}/debug/codriver" >"$says" &
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

# Clients that openapi-generator makes: Python's walks, TypeScript's passes the compiler (commands of Python and of Node
# are in $1 and $2), and so does Java's, against the libraries that the generator itself has within it.
use_generator() {
    local home generator
    home=$(mktemp -d)
    generator=$("$1/python" -c 'import openapi_generator_cli as it; print(it.__path__[0])')/openapi-generator.jar
    cp infra/openapi.json tests/clients/openapi-generator/*.yaml "$home"
    # It writes some of Java's tests to where it is called.
    (cd "$home" && java -jar "$generator" batch --fail-fast --threads 2 -- ./*.yaml >log 2>&1) ||
        { cat "$home/log"; return 1; }
    start_server
    PYTHONPATH=$home/python "$1/python" -B tests/clients/openapi-generator/walk.py "$address"
    stop_server
    "$2/tsc" --strict --noEmit --target es2022 --moduleResolution bundler --module esnext "$home/typescript/index.ts"
    find "$home/java/src/main" tests/clients/openapi-generator -name '*.java' >"$home/files"
    javac -nowarn -proc:none -classpath "$generator" -d "$home/classes" "@$home/files"
    echo "openapi-generator's Java and TypeScript: compiled"
    rm -r "$home"
}

# What the document allows and much that it does not, as callers of each kind, with all checks of schemathesis: commands
# are in $1. Two at a time, six minutes at most in all.
try_everything() {
    local home pair caller job jobs failed=
    home=$(mktemp -d)
    for pair in 'holder group-manager' 'reseller-key driver' 'operator anonymous'; do
        jobs=()
        for caller in $pair; do
            try_as "$caller" "$1" "$home" >"$home/$caller.said" 2>&1 &
            jobs+=($!)
        done
        for job in "${jobs[@]}"; do
            wait "$job" || failed=yes
        done
        for caller in $pair; do
            echo "as $caller:"
            if [ -f "$home/$caller.done" ]; then grep ' generated, ' "$home/$caller.said"; else cat "$home/$caller.said"; fi
        done
    done
    rm -r "$home"
    [ -z "$failed" ]
}

# As this caller, with commands in $2, by files in $3: first the edges of what is allowed, then whatever comes to mind in
# the time that is left. Each in a world of its own, since in the end it is taken apart.
try_as() {
    local phases seconds
    trap stop_server EXIT
    while read -r phases seconds; do
        start_server
        "$2/python" -B tests/schemathesis/world.py "$address" "$3" "$1"
        "$2/schemathesis" --no-color --config-file "$3/$1.toml" run infra/openapi.json --url "$address" \
            --phases "$phases" --max-time "$seconds"
        # Who was signed out on the way tried little.
        [ "$1" = anonymous ] ||
            curl --silent --show-error --fail --output "$3/$1.courses" --header "@$3/$1.header" "$address/v1/courses"
        stop_server
    done <<<$'examples,coverage 90\nfuzzing,stateful 20'
    touch "$3/$1.done"
}
