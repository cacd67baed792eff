"""The isolation forest of scikit-learn on rows that the bench wrote: isolation.py FILE (float64, column after column, the last one is 1 for outliers)."""
import sys

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

import figures

FEATURES = 6


def main(path):
    columns = np.fromfile(path).reshape(FEATURES + 1, -1)
    # Row by row and in single precision, as it works on them: what it is given otherwise it would copy first.
    x, is_outlier = np.ascontiguousarray(columns[:FEATURES].T, dtype=np.float32), columns[FEATURES] == 1
    watch = figures.Stopwatch()
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=42, n_jobs=1)
    watch.run("fit", lambda: forest.fit(x))
    scores = []
    watch.run("score", lambda: scores.append(-forest.score_samples(x)))
    figures.report(watch, area=float(roc_auc_score(is_outlier, scores[0])))


if __name__ == "__main__":
    main(sys.argv[1])
