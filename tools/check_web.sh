#!/bin/sh
# The committed page must be what web/ builds: type-check, build aside and compare, byte for byte.
if ! command -v npm >/dev/null 2>&1; then
    echo "no npm here: the built page is not compared with web/"
    exit 0
fi
cd "$(dirname "$0")/../web" || exit 1
npm ci --silent --no-audit --no-fund && npm run --silent check
