"""The forest of scikit-learn on a table that the bench wrote: forest.py TRAIN.csv TEST.csv (last column is the target)."""
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor

import figures


def main(train_path, test_path):
    train, test = (pd.read_csv(p).to_numpy() for p in (train_path, test_path))
    x, y, x_test, y_test = train[:, :-1], train[:, -1], test[:, :-1], test[:, -1]
    watch = figures.Stopwatch()

    def rmse(model):
        return float(np.sqrt(np.mean((model.predict(x_test) - y_test) ** 2)))

    forest = RandomForestRegressor(n_estimators=100, max_depth=10, min_samples_split=5, random_state=42, n_jobs=1)
    watch.run("forest_fit", lambda: forest.fit(x, y))
    two_thirds = RandomForestRegressor(n_estimators=100, max_depth=10, min_samples_split=5, max_features=2 / 3, random_state=42, n_jobs=1)
    watch.run("forest_fit_two_thirds", lambda: two_thirds.fit(x, y))
    row = x_test[:1]
    watch.run("forest_predict_100_rows_singly", lambda: [forest.predict(row) for _ in range(100)])
    boosting = GradientBoostingRegressor(n_estimators=100, max_depth=5, learning_rate=0.1, random_state=42)
    watch.run("boosting_fit", lambda: boosting.fit(x, y))
    figures.report(watch, forest_rmse=rmse(forest), boosting_rmse=rmse(boosting), rows=len(x), features=x.shape[1])


if __name__ == "__main__":
    main(*sys.argv[1:3])
