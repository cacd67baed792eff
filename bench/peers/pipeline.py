"""From a fleet's CSV to deviations, status and the 65-feature matrix, in pandas: pipeline.py BASELINES LOG"""
import sys

import pandas as pd

import figures
import pumps


def main(baseline_path, log_path):
    watch = figures.Stopwatch()
    watch.run("read_csv_without_dates", lambda: pd.read_csv(log_path))

    def whole():
        log = watch.run("read_csv", lambda: pumps.read_log(log_path))
        baselines = pumps.read_baselines(baseline_path)
        deviation = pumps.deviations(log, baselines)
        log["status"] = 0
        matrices, levels = [], []
        for _, rows in log.groupby("Well ID", sort=False).groups.items():
            own = deviation.loc[rows].reset_index(drop=True)
            times = log["timestamp"].loc[rows].reset_index(drop=True)
            levels.append(pumps.status(own, times))
            matrices.append(pumps.features(own, times))
        return log, pd.concat(matrices, ignore_index=True), levels

    log, matrix, _ = watch.run("whole", whole)
    figures.report(watch, rows=len(log), features=matrix.shape[1], checksum=float(matrix.to_numpy()[:, 4].sum()))


if __name__ == "__main__":
    main(*sys.argv[1:3])
