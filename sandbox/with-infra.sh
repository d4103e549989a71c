#!/usr/bin/env bash
# with-infra.sh DIR COMMAND...: runs a command against a fresh sandbox without
# the operator, takes the sandbox down whatever happens, and exits as it did.
set -euo pipefail

export SANDBOX_DIR="$PWD/$1"
shift

finish() {
  status=$?
  trap - EXIT
  if [ "$status" -ne 0 ] && [ -d "$SANDBOX_DIR/logs" ]; then
    mkdir -p target/sandbox-logs
    cp "$SANDBOX_DIR"/logs/* target/sandbox-logs/ && echo "The sandbox's logs: target/sandbox-logs/" >&2
  fi
  python3 sandbox/sandbox.py down || true
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# What an earlier run left, if it was killed.
python3 sandbox/sandbox.py down
python3 sandbox/sandbox.py up --only-infra

# In a subshell: the tests are told where things are by these three names, and
# see no AWS settings or KUBECONFIG but those they make themselves.
SOUNDBITE_E2E_KUBECONFIG=$(source "$SANDBOX_DIR/env" && echo "$KUBECONFIG")
SOUNDBITE_E2E_AWS_ENDPOINT=$(source "$SANDBOX_DIR/env" && echo "$AWS_ENDPOINT_URL")
SOUNDBITE_SANDBOX_DIR=$SANDBOX_DIR
export SOUNDBITE_E2E_KUBECONFIG SOUNDBITE_E2E_AWS_ENDPOINT SOUNDBITE_SANDBOX_DIR

"$@"
