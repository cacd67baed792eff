"""What every peer prints: its own times and its own peak memory, as one line of JSON."""
import json
import resource
import time


class Stopwatch:
    def __init__(self):
        self.seconds = {}

    def run(self, name, work):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        self.seconds[name] = time.perf_counter() - wall
        self.seconds[name + "_cpu"] = time.process_time() - cpu
        return result


def report(stopwatch, **more):
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**{k: round(v, 6) for k, v in stopwatch.seconds.items()}, "peak_mb": round(peak_mb, 1), **more}))
