#!/usr/bin/env bash
# Measures beside the peers and writes bench/RESULTS.md. Arguments: rounds (default 5).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bash "$root/bench/peers/setup.sh"
"$root/plumb" --version >/dev/null # builds it where needed
dotnet build "$root/bench/Speed" -c Release -v quiet -nologo
exec "$root/bench/Speed/bin/Release/net10.0/Speed" all "$root" "${1:-5}"
