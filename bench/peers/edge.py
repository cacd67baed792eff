"""The job of the edge program in pandas and scikit-learn. edge.py fit BASELINES LOG MODEL: a pickled forest, not timed; edge.py run BASELINES LOG MODEL RESULTS: a week of readings to results.json."""
import json
import pickle
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

import figures
import pumps

NAMES = ("Normal", "Warning", "Critical", "Failure")


def fit(baselines_path, log_path, model_path):
    log, baselines = pumps.read_log(log_path), pumps.read_baselines(baselines_path)
    rows, days = [], []
    for pump, run in log.groupby("Well ID"):
        run = run.reset_index(drop=True)
        matrix = pumps.features(pumps.deviations(run, baselines), run["timestamp"])
        left = (pd.Timestamp(baselines.loc[pump, "failure_date"]).tz_localize(None) - run["timestamp"]).dt.total_seconds() / 86400
        rows.append(matrix)
        days.append(np.clip(left, 0, 120))
    forest = RandomForestRegressor(n_estimators=100, max_depth=10, min_samples_split=5, random_state=42, n_jobs=-1)
    forest.fit(pd.concat(rows).fillna(0).to_numpy(), np.concatenate(days))
    forest.n_jobs = 1
    with open(model_path, "wb") as file:
        pickle.dump(forest, file)


def run(baselines_path, log_path, model_path, results_path):
    with open(model_path, "rb") as file:
        forest = pickle.load(file)
    log, baselines = pumps.read_log(log_path), pumps.read_baselines(baselines_path)
    deviation = pumps.deviations(log, baselines)
    level = pumps.status(deviation, log["timestamp"])
    matrix = pumps.features(deviation, log["timestamp"]).fillna(0)
    days = float(forest.predict(matrix.iloc[[-1]].to_numpy())[0])
    last = deviation.iloc[-1]
    violations = {}
    for name, (high, low, mandatory) in pumps.LIMITS.items():
        limit, kind = (high, "max") if high is not None and last[name] > high else (low, "min")
        if limit is not None and (last[name] > limit if kind == "max" else last[name] < limit):
            violations[name] = {"deviation": round(last[name], 2), "threshold": limit, "threshold_type": kind, "mandatory": mandatory}
    with open(results_path, "w") as file:
        json.dump({"timestamp": log["timestamp"].iloc[-1].isoformat(), "status": NAMES[int(level[-1])], "deviations": {n: round(last[n], 2) for n in last.index}, "violations": violations, "prediction": {"rul_days": days}}, file)


if __name__ == "__main__":
    {"fit": fit, "run": run}[sys.argv[1]](*sys.argv[2:])
    figures.report(figures.Stopwatch())
