-- Readings to POST /ROUTE/{series_id}, for wrk: wrk -s predict.lua URL -- ROUTE SERIES ANOMALIES. Of SERIES series in turn; one of ANOMALIES in a hundred is an anomaly of
-- a series like those of PointsBody. The requests are made before the clock starts. Prints one line of JSON.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  local route, series, anomalies = args[1], tonumber(args[2]), tonumber(args[3])
  local headers = { ["Content-Type"] = "application/json" }
  local count = math.max(series, 1000)
  math.randomseed(number + 1)
  requests, at = {}, 0
  for i = 1, count do
    local value = math.random() < anomalies / 100 and 30 + math.random() * 5 or 20 + math.random() - math.random()
    local body = string.format('{"timestamp":"%d","value":%.3f}', 1609459200 + i * 60, value)
    requests[i] = wrk.format("POST", "/" .. route .. "/series-" .. ((i * 48271 + number * 7919) % series + 1), headers, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local e = summary.errors
  print(string.format('{"requests":%d,"seconds":%f,"errors":%d,"p50_ms":%f,"p99_ms":%f,"max_ms":%f}',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
