#!/usr/bin/env bash
# The server in the background, for trying it out: server.sh start [OPTION of plumb serve ...] | status | stop | url. (For good: the systemd unit below systemd/.)
# From the environment: DATA, the folder of the embedded store, its log and its pid file (data); PORT (8080, 0 takes a free one); PLUMB, the program.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plumb=${PLUMB:-$here/../plumb}
port=${PORT:-8080}
data=${DATA:-data}
mkdir -p "$data"
data=$(cd "$data" && pwd)
pid_file="$data/server.pid" log="$data/server.log"
pid="" url=""

# Sets pid and url where the process of the pid file is a server on this folder. A number that another program has got since is not ours.
find_server() {
  pid="" url=""
  [ -f "$pid_file" ] || return 1
  { read -r pid && read -r url; } <"$pid_file" || true
  case $(arguments "$pid") in
    *" serve --data $data --port "*) return 0 ;;
  esac
  rm -f "$pid_file" # left by a server that was killed
  return 1
}

# Of a process that has ended there are none, even while nobody has asked for its exit code.
arguments() { { tr '\0' ' ' <"/proc/$1/cmdline" || ps -p "$1" -o args=; } 2>/dev/null || true; }

is_healthy() {
  local address=${1#http://} answer=""
  { exec 3<>"/dev/tcp/${address%:*}/${address##*:}"; } 2>/dev/null || return 1
  printf 'GET /health HTTP/1.0\r\nHost: %s\r\n\r\n' "$address" >&3
  read -r -t 10 answer <&3 || true
  exec 3>&-
  [[ $answer == *" 200 "* ]]
}

print_addresses() {
  echo "  documentation  $url/docs   $url/redoc"
  echo "  anomaly API    $url/api/v1/edge/anomalies   (tokens: ./plumb token create --help)"
  echo "  any series     $url/dashboard"
  sed -n 's/^    \([a-z]* *\) \(http.*\)/    \1   \2/p' "$log" # the ports of single services
  echo "  machines       $url/api/v1/machines   (./plumb machine list --api-url $url/api/v1)"
  echo "  health         $url/health"
  echo "  data and log   $data"
}

start() {
  if find_server; then
    echo "The server already runs (process $pid): $url"
    print_addresses
    return
  fi
  : >"$log" # it is looked into before the process below may have come to open it
  nohup "$plumb" serve --data "$data" --port "$port" "$@" </dev/null >"$log" 2>&1 &
  pid=$!
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM # interrupted before it is known to run: nothing stays behind
  while true; do
    if ! kill -0 "$pid" 2>/dev/null; then
      echo "The server did not start:" >&2
      grep '^plumb: ' "$log" >&2 || tail -n 5 "$log" >&2
      ! grep -q 'is in use' "$log" || echo "Somebody else has that port. Another one: make start PORT=$((port + 1))" >&2
      return 1
    fi
    url=$(sed -n 's/^plumb: serving on \([^ ]*\) .*/\1/p' "$log")
    if [ -n "$url" ] && is_healthy "$url"; then break; fi
    sleep 0.1
  done
  printf '%s\n%s\n' "$pid" "$url" >"$pid_file"
  trap - INT TERM
  echo "The server runs: $url   (make status, make stop)"
  print_addresses
}

status() {
  if ! find_server; then
    echo "The server does not run on $data. (make start)"
    return 3
  fi
  if ! is_healthy "$url"; then
    echo "The server runs (process $pid, $url), but is not healthy: see $log"
    return 1
  fi
  echo "The server runs and is healthy (process $pid): $url"
  print_addresses
}

stop() {
  if ! find_server; then
    echo "The server does not run on $data; nothing to stop."
    return
  fi
  kill -TERM "$pid"
  for ((i = 0; i < 400; i++)); do # it gives requests under way 30 s
    if [ -z "$(arguments "$pid")" ]; then
      rm -f "$pid_file"
      echo "The server is stopped."
      return
    fi
    sleep 0.1
  done
  echo "The server (process $pid) has not ended in 40 s: see $log" >&2
  return 1
}

case ${1:-} in
  start | status | stop) "$@" ;;
  url) find_server && echo "$url" ;;
  *) echo "usage: server.sh start | status | stop | url" >&2; exit 2 ;;
esac
