#!/usr/bin/env bash
# The console is right, small and fast, and does its work in a browser; sourced by .ci/run.

# The console's types, its rules and its build, then its pages in a browser, on the server that the tests built.
check_console() {
    local binary
    binary=$(built_server)
    (
        cd web
        npm ci --prefer-offline --ignore-scripts --no-audit --no-fund --silent
        npm run --silent check
        npm run --silent test
        npm run --silent build >/dev/null
        CODRIVER_BIN=$binary npm run --silent e2e
    )
}

# Alone, since it measures: the first start, how soon pages stand, and how quick the longest lists are.
measure_console() {
    local binary aside
    binary=$(built_server)
    aside=$(mktemp -d -p "${CARGO_TARGET_DIR:-target}")
    mv web/build web/node_modules "$aside"
    node .ci/first-start.mjs "$binary" "${pages%/node_modules/.bin}"
    rm -r web/node_modules
    mv "$aside/node_modules" web
    rm -r "$aside"
    (
        cd web
        LIGHTHOUSE=${lighthouse%/.bin} CODRIVER_ROWS=10000 CODRIVER_BIN=$binary \
            npm run --silent e2e -- e2e/lighthouse e2e/users/list-users e2e/users/import-list \
            -g 'stands soon|users: few nodes|breaks off' --workers=1
    )
}

built_server() {
    realpath "${CARGO_TARGET_DIR:-target}/debug/codriver"
}
