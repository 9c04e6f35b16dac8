#!/usr/bin/env bash
# See that Spark finds a Java that it can run on, or install Debian's.
set -euo pipefail

OLDEST=17 NEWEST=23

works() {
    local java="${JAVA_HOME:+$JAVA_HOME/bin/}java" version
    command -v "$java" >/dev/null 2>&1 || return 1
    version="$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)"
    [ "${version:-0}" -ge "$OLDEST" ] && [ "$version" -le "$NEWEST" ]
}

works && exit

if [ -z "${JAVA_HOME:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -q >&2 && apt-get install -q -y --no-install-recommends openjdk-17-jre-headless >&2 && works; then
        exit
    fi
fi

cat >&2 <<'MESSAGE'
Spark needs Java 17 or 21; none was found, and none could be installed. Install it (Debian and Ubuntu, as root:
apt-get install openjdk-17-jre-headless; macOS: brew install openjdk@17), and name it if it is not on PATH:
    JAVA_HOME=/path/to/java make test-cluster
MESSAGE
exit 1
