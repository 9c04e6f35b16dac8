#!/usr/bin/env bash
# Find a Chromium for the browser tests, or install one. Prints the path of its executable, or nothing when it is
# Playwright's own, which Playwright finds by itself.
set -euo pipefail

works() { command -v "$1" >/dev/null 2>&1 && "$1" --version >/dev/null 2>&1; }

if [ -n "${CHROMIUM:-}" ]; then
    works "$CHROMIUM" || { echo "CHROMIUM=$CHROMIUM does not run." >&2; exit 1; }
    command -v "$CHROMIUM"
    exit
fi

for name in chromium chromium-browser google-chrome; do
    if works "$name"; then
        command -v "$name"
        exit
    fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -q >&2 && apt-get install -q -y --no-install-recommends chromium >&2 && works chromium; then
        command -v chromium
        exit
    fi
fi

if "${PYTHON:-python3}" -m playwright install chromium >&2; then
    exit
fi

cat >&2 <<'MESSAGE'
No Chromium was found, and none could be installed. Install Chromium or Google Chrome, and name it if it is not on PATH:
    CHROMIUM=/path/to/chromium make test
To leave out the tests that need it: make test ARGS='-m "not browser"'
MESSAGE
exit 1
