#!/usr/bin/env bash
# DynamoDB Local, and the tests on it; sourced by .ci/run.

database=

# Starts one; `dynamodb` is its address.
start_dynamodb() {
    local address
    address=$(mktemp)
    infra/dynamodb-local.sh >"$address" &
    database=$!
    until [ -s "$address" ]; do
        kill -0 "$database"
        sleep 0.2
    done
    dynamodb=$(cat "$address")
    rm "$address"
}

stop_dynamodb() {
    [ -z "$database" ] || kill "$database" 2>/dev/null || true
    database=
}

# What is run on both engines is what shows that they do the same: walks that call every operation (`costs`, `isolation`,
# `rollout`), what holds for all of them (`api::everywhere`), random walks (`ledger`, `pools`), recounts, races, and
# faults that reach the table. What looks at one operation's rules, inputs, answers and mails is run on the embedded
# store only: on both it would take a third of the whole run.
ON_EMBEDDED_STORE_ONLY='^(bad_input|contract|imports|policy|sources|costs::(examples|scale|a_function_may))|^api::(accounts|codes|courses|drivers|enrolments|firms|groups|invitations|links|local_tools|mail_limits|mail_stops|mails|managers|me|operator|orders|records|reminders|reports|resellers|routing|settings|shares|sign_in|training|users|zones)::'

# The suite, but for that. A DynamoDB Local keeps six threads for each database it ever had, and each test has a database:
# after some hundreds it does little else than wake them, so each part of the suite has one of its own.
suite_on_dynamodb() {
    local parts part failed=0 tests
    parts=$(mktemp -d)
    cargo test --test codriver -- --list --format terse | sed -n 's/: test$//p' |
        grep -vE "$ON_EMBEDDED_STORE_ONLY" | split --lines 80 - "$parts/"
    for part in "$parts"/*; do
        mapfile -t tests <"$part"
        start_dynamodb
        CODRIVER_TEST_DYNAMODB=$dynamodb RUST_TEST_THREADS=4 \
            cargo test --test codriver -- --exact "${tests[@]}" || failed=1
        stop_dynamodb
    done
    rm -r "$parts"
    return "$failed"
}
