#!/usr/bin/env bash
# Puts in place what .ci/run needs; sourced by it.

# Debian's packages for the commands that are missing.
system_packages() {
    local missing=()
    command -v javac >/dev/null || missing+=(openjdk-17-jdk-headless)
    command -v npm >/dev/null || missing+=(npm)
    command -v curl >/dev/null || missing+=(curl)
    command -v openssl >/dev/null || missing+=(openssl)
    command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
    command -v readelf >/dev/null || missing+=(binutils)
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
    [ ${#missing[@]} -eq 0 ] && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# What puts Python's packages in place, in a tenth of the time that pip takes; prints where it is.
python_installer() {
    local version=0.13.9 home
    home=$CODRIVER_CI_CACHE/uv-$version
    if [ ! -f "$home/complete" ]; then
        rm -rf "$home"
        python3 -m venv "$home" >&2
        "$home/bin/pip" install --quiet --no-compile "uv==$version" >&2
        touch "$home/complete"
    fi
    echo "$home/bin/uv"
}

# A Python environment with the packages of a file, kept until the file changes; prints where its commands are. They come
# from where pip would take them.
python_tools() {
    local home uv
    home=$CODRIVER_CI_CACHE/python-$(sha256sum <"$1" | cut -c1-16)
    if [ ! -f "$home/complete" ]; then
        uv=$(python_installer)
        rm -rf "$home"
        "$uv" venv --quiet --python "$(command -v python3)" "$home" >&2
        UV_DEFAULT_INDEX=${PIP_INDEX_URL:-} UV_FIND_LINKS=${PIP_FIND_LINKS:-} \
            "$uv" pip install --quiet --python "$home/bin/python" --requirement "$1" >&2
        touch "$home/complete"
    fi
    echo "$home/bin"
}

# npm's packages of a folder, as its lock file has them; prints where their commands are.
node_tools() {
    local home
    home=$CODRIVER_CI_CACHE/npm-$(sha256sum <"$1/package-lock.json" | cut -c1-16)
    if [ ! -f "$home/complete" ]; then
        rm -rf "$home"
        mkdir -p "$home"
        cp "$1/package.json" "$1/package-lock.json" "$home"
        npm ci --prefix "$home" --ignore-scripts --no-audit --no-fund --silent >&2
        touch "$home/complete"
    fi
    echo "$home/node_modules/.bin"
}

# A command of cargo's, a crate of this name and version; prints where it is.
cargo_tool() {
    local home=$CODRIVER_CI_CACHE/$1-$2
    if [ ! -f "$home/complete" ]; then
        rm -rf "$home"
        cargo install --quiet --locked --debug --root "$home" --target-dir "$home/build" "$1@$2" >&2
        rm -r "$home/build"
        touch "$home/complete"
    fi
    echo "$home/bin"
}

# All of them; where the commands of each set are is in a variable of its own.
all_tools() {
    tools=$(python_tools .ci/requirements.txt)
    linters=$(python_tools .ci/requirements-lint.txt)
    readers=$(python_tools .ci/requirements-api.txt)
    cloud=$(python_tools .ci/requirements-deploy.txt)
    node=$(node_tools .ci/npm)
    pages=$(node_tools web)
    # Not among the console's own, whose tools they are: it is more than all of them.
    lighthouse=$(node_tools .ci/lighthouse)
    materials=$(cargo_tool cargo-sbom 0.10.0)
}
