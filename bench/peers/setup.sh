#!/usr/bin/env bash
# Installs the peers from Debian's packages where they are missing.
set -euo pipefail
python=/usr/bin/python3
$python -c 'import pandas, sklearn, matplotlib' 2>/dev/null && exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -q
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3-pandas python3-sklearn python3-matplotlib
