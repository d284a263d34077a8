#!/usr/bin/env bash
# What comes from others: whether it may, and whether anything is known against it; sourced by .ci/run.

# Nothing that .cargo/deny.toml does not allow, and nothing that an advisory speaks against; cargo-deny is in $1. The
# advisories are fetched first and alone, so that not reaching them is told from finding something in them.
check_dependencies() {
    local checks=(bans licenses sources) fetched
    if fetched=$(PATH=$1:$PATH timeout 120 cargo deny --log-level error fetch db 2>&1); then
        checks+=(advisories)
    else
        echo "ADVISORIES ARE NOT CHECKED, since the registry of them is not reached: $fetched"
    fi
    PATH=$1:$PATH cargo deny --log-level error check "${checks[@]}"
}
