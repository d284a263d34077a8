#!/usr/bin/env bash
# The API by `sam local start-api`, on http://127.0.0.1:3000, over DynamoDB Local; mails are shown on port 8001.
# Needs Docker with compose, and aws-sam-cli with cargo-lambda as Python packages. More arguments go to SAM as they are.
set -euo pipefail
cd "$(dirname "$0")/.."
export SAM_CLI_TELEMETRY=0 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=eu-central-1

case $(uname -m) in
aarch64 | arm64) architecture=arm64 ;;
*) architecture=x86_64 ;;
esac
[ -f .aws-sam/build/template.yaml ] || sam build --config-file infra/samconfig.toml --parameter-overrides "Architecture=$architecture"

if docker compose version >/dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi
"${compose[@]}" --project-name codriver --file infra/compose.yaml up --detach
workers=()
stop() {
    kill "${workers[@]}" 2>/dev/null || true
    wait || true
    "${compose[@]}" --project-name codriver --file infra/compose.yaml down
}
trap stop EXIT
trap 'exit 0' INT TERM

python=$(sed -n '1s/^#!//p' "$(command -v sam)") # SAM's own Python reads YAML
"$python" -B infra/emulator/sam_local.py prepare .aws-sam/build
sam=(--template .aws-sam/build/local.yaml --docker-network codriver --warm-containers LAZY
    --parameter-overrides "Architecture=$architecture" "$@")
sam local start-lambda --port 3001 "${sam[@]}" >/dev/null 2>&1 &
workers+=($!)
"$python" -B infra/emulator/sam_local.py pump &
workers+=($!)
sam local start-api --port 3000 "${sam[@]}" &
workers+=($!)
wait "${workers[2]}"
