#!/usr/bin/env bash
# Measures beside the peers and writes bench/RESULTS.md. Arguments: rounds (default 5); or one part alone, printed and not written: load (the server under load), series (the fit/predict service), readings (their intake, and figures over them), isolation (the isolation forest), forecast (forecast models).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
part=${1:-5}
[ "$part" = load ] || [ "$part" = readings ] || bash "$root/bench/peers/setup.sh"
"$root/plumb" --version >/dev/null # builds it where needed
dotnet build "$root/bench/Speed" -c Release -v quiet -nologo
speed="$root/bench/Speed/bin/Release/net10.0/Speed"
case $part in
  load | series | readings | isolation | forecast) exec "$speed" "$part" "$root" ;;
esac
exec "$speed" all "$root" "$part"
