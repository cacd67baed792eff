#!/usr/bin/env bash
# Installs the peers, and what puts load on servers, from Debian's packages where they are missing.
set -euo pipefail
modules='pandas, sklearn, statsmodels.api, matplotlib, fastapi, uvicorn, uvloop, httptools, ujson, hiredis, asyncpg, psycopg2, redis.asyncio'
/usr/bin/python3 -c "import $modules" 2>/dev/null && command -v wrk redis-server redis-benchmark >/dev/null && exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -q
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
  python3-pandas python3-sklearn python3-statsmodels python3-matplotlib \
  python3-fastapi python3-uvicorn python3-uvloop python3-httptools python3-ujson python3-hiredis python3-asyncpg python3-psycopg2 python3-redis \
  wrk redis-server
