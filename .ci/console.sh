#!/usr/bin/env bash
# The console is right, small and fast, and does its work in a browser; sourced by .ci/run.

# Where Debian's Chromium is missing it is installed.
browser() {
    command -v chromium >/dev/null && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
}

# The console's types, its rules and its build, then its pages in a browser, on the server that the tests built.
check_console() {
    local binary
    binary=$(realpath "${CARGO_TARGET_DIR:-target}/debug/codriver")
    rm -rf web/build web/node_modules
    node .ci/first-start.mjs "$binary"
    (
        cd web
        npm ci --ignore-scripts --no-audit --no-fund --silent
        npm run --silent check
        npm run --silent test
        npm run --silent build >/dev/null
        CODRIVER_BIN=$binary npm run --silent e2e
    )
}
