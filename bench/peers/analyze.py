"""`analyze --train` for one pump in pandas, scikit-learn and matplotlib: analyze.py BASELINE LOG FAILURE_DATE OUT"""
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error, r2_score

import figures
import pumps

COLOURS = {0: "#2e7d32", 1: "#f9a825", 2: "#ef6c00", 3: "#c62828"}


def panel(axis, times, values, reference, name, level):
    axis.plot(times, values, linewidth=0.8)
    axis.axhline(reference, linestyle="--", color="grey")
    high, low, _ = pumps.LIMITS[name]
    axis.axhspan(reference * (1 + (low or -100) / 100), reference * (1 + (high or 100) / 100), alpha=0.1, color="green")
    bad = level > 0
    axis.fill_between(times, values.min(), values.max(), where=bad, alpha=0.15, color="red")
    axis.set_ylabel(name)
    axis.set_title(name)


def main(baseline_path, log_path, failure_date, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    watch = figures.Stopwatch()

    def whole():
        log = pumps.read_log(log_path)
        baselines = pumps.read_baselines(baseline_path)
        deviation = pumps.deviations(log, baselines)
        times = log["timestamp"]
        level = pumps.status(deviation, times)
        matrix = pumps.features(deviation, times).fillna(0)
        label = np.clip((pd.Timestamp(failure_date) - times).dt.total_seconds() / 86400, 0, 120)
        split = int(len(matrix) * 0.8)
        model = RandomForestRegressor(n_estimators=100, max_depth=10, min_samples_split=5, random_state=42)
        model.fit(matrix[:split], label[:split])
        predicted = model.predict(matrix[split:])
        metrics = {"mae": mean_absolute_error(label[split:], predicted), "r2": r2_score(label[split:], predicted)}

        reference = {n: baselines[b].iloc[0] for n, (_, b) in pumps.PARAMETERS.items()}
        figure, axes = plt.subplots(2, 2, figsize=(14, 8))
        for axis, (name, (column, _)) in zip(axes.flat, pumps.PARAMETERS.items()):
            panel(axis, times, log[column], reference[name], name, level)
        figure.tight_layout()
        figure.savefig(out / "dashboard.png", dpi=150)
        for name, (column, _) in pumps.PARAMETERS.items():
            figure, axis = plt.subplots(figsize=(11, 6))
            panel(axis, times, log[column], reference[name], name, level)
            figure.savefig(out / f"{name}.png", dpi=150)
            figure.savefig(out / f"{name}.svg")
        for title in ("degradation_timeline", "deviation_trends"):
            figure, axis = plt.subplots(figsize=(11, 6))
            for name in pumps.PARAMETERS:
                axis.plot(times, deviation[name], label=name, linewidth=0.8)
            axis.legend()
            axis.set_title(title)
            figure.savefig(out / f"{title}.png", dpi=150)
            figure.savefig(out / f"{title}.svg")
        figure, axis = plt.subplots(figsize=(11, 6))
        axis.scatter(times, level, c=[COLOURS[v] for v in level], s=4)
        figure.savefig(out / "status_timeline.png", dpi=150)
        figure.savefig(out / "status_timeline.svg")
        plt.close("all")

        processed = log.join(deviation.add_suffix("_deviation_pct")).assign(status=level)
        processed.to_csv(out / "processed.csv", index=False)
        counts = pd.Series(level).value_counts()
        (out / "report.md").write_text(f"# Report\n\n{counts.to_string()}\n\n{metrics}\n")
        return metrics

    metrics = watch.run("whole", whole)
    figures.report(watch, **metrics)


if __name__ == "__main__":
    main(*sys.argv[1:5])
