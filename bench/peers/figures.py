"""What every peer prints: its own times and its own peak memory, as one line of JSON."""
import json
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


def peak_mb():
    """Of this program alone: what getrusage tells of it is no less than what the process that started it held at that time."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


def report(stopwatch, **more):
    print(json.dumps({**{k: round(v, 6) for k, v in stopwatch.seconds.items()}, "peak_mb": round(peak_mb(), 1), **more}))
