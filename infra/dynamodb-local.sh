#!/usr/bin/env bash
# Starts DynamoDB Local, in memory, on the port given or a free one; prints its address and runs until it is stopped.
# Each access key has a database of its own: one that many tests share grows slower with each.
set -euo pipefail

version=2.9.30 # of the npm package that carries it
cache=${CODRIVER_CI_CACHE:-$HOME/.cache/codriver-ci}
home=$cache/dynamodb-local-$version

fetch() {
    local fetched
    mkdir -p "$cache"
    fetched=$(mktemp -d "$cache/fetch.XXXXXX")
    (cd "$fetched" && npm pack --silent "amplify-dynamodb-simulator@$version" >/dev/null && tar xzf ./*.tgz)
    mv -T "$fetched/package/emulator" "$home" 2>/dev/null || [ -f "$home/DynamoDBLocal.jar" ]
    rm -rf "$fetched"
}

[ -f "$home/DynamoDBLocal.jar" ] || fetch
port=${1:-$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')}

work=$(mktemp -d) # it writes a file or two where it is started
cd "$work"
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.library.path="$home/DynamoDBLocal_lib" -jar "$home/DynamoDBLocal.jar" \
    -inMemory -disableTelemetry -port "$port" >log 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 0' INT TERM

for _ in $(seq 300); do
    if curl --silent --output /dev/null "http://127.0.0.1:$port/"; then
        echo "http://127.0.0.1:$port"
        wait "$server"
        exit
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
echo "DynamoDB Local did not start:" >&2
cat log >&2
exit 1
