"""The isolation forest of scikit-learn on rows that the bench wrote: isolation.py FILE ROWS SEEDS (float64, column after
column, the last one is 1 for outliers; the area under the ROC curve is the mean over some seeds on the first rows)."""
import sys

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

import figures

FEATURES = 6


def main(path, area_rows, seeds):
    columns = np.fromfile(path).reshape(FEATURES + 1, -1)
    # Row by row and in single precision, as it works on them: what it is given otherwise it would copy first.
    x, is_outlier = np.ascontiguousarray(columns[:FEATURES].T, dtype=np.float32), columns[FEATURES] == 1
    watch = figures.Stopwatch()
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=42, n_jobs=1)
    watch.run("fit", lambda: forest.fit(x))
    watch.run("score", lambda: forest.score_samples(x))

    def area(seed):
        some = x[:area_rows]
        one = IsolationForest(n_estimators=100, max_samples=256, random_state=seed, n_jobs=1).fit(some)
        return roc_auc_score(is_outlier[:area_rows], -one.score_samples(some))

    figures.report(watch, area=float(np.mean([area(seed) for seed in range(1, seeds + 1)])))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
