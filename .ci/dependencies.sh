#!/usr/bin/env bash
# What comes from others: whether it may, whether anything is known against it, and what it is; sourced by .ci/run.

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

# The bill of materials of what is deployed, in the file $2; cargo-sbom is in $1.
list_materials() {
    PATH=$1:$PATH cargo sbom --cargo-package functions --output-format cyclone_dx_json_1_6 >"$2"
    echo "$2: $(grep -o '"purl":' "$2" | wc -l) packages"
    grep -q '"name": *"lambda_http"' "$2"
}
