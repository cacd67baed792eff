#!/usr/bin/env bash
# Measures beside the peers and writes bench/RESULTS.md. Arguments: rounds (default 5); or load: the server under load alone, printed and not written.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
[ "${1:-}" = load ] || bash "$root/bench/peers/setup.sh"
"$root/plumb" --version >/dev/null # builds it where needed
dotnet build "$root/bench/Speed" -c Release -v quiet -nologo
speed="$root/bench/Speed/bin/Release/net10.0/Speed"
[ "${1:-}" != load ] || exec "$speed" load "$root"
exec "$speed" all "$root" "${1:-5}"
