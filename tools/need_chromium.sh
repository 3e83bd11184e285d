#!/bin/sh
# Browser tests drive Debian's Chromium: install it when we may, say so when we may not.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Debian's chromium for the browser tests …"
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "no chromium here: the browser tests will be skipped by name (apt-get install chromium)"
