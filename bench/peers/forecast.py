"""ARIMA and exponential smoothing of statsmodels on series that the bench wrote: forecast.py FILE (a line a series)."""
import os
import sys

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[threads] = "1"

import warnings

import numpy as np
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX

import figures

DAY = 24


def sarimax(order, seasonal):
    return lambda y: SARIMAX(y, order=order, seasonal_order=seasonal, simple_differencing=True).fit(disp=False, maxiter=200, cov_type="none").llf


def ets(**form):
    return lambda y: ETSModel(y, error="add", **form).fit(disp=False).llf


MODELS = {
    "arima_plain": sarimax((1, 1, 1), (0, 0, 0, 0)),
    "arima_seasonal": sarimax((2, 0, 1), (0, 1, 1, DAY)),
    "ets_damped": ets(trend="add", damped_trend=True),
    "ets_seasonal": ets(trend="add", seasonal="add", seasonal_periods=DAY),
}


def main(path):
    warnings.simplefilter("ignore")
    series = [np.array([float(v) for v in line.split(",")]) for line in open(path)]
    watch, likelihoods = figures.Stopwatch(), {}
    for name, fit in MODELS.items():
        fit(series[0][: 4 * DAY])
        total = []
        watch.run(name, lambda: total.append(sum(fit(y) for y in series)))
        likelihoods[name + "_likelihood"] = float(total[0])
    figures.report(watch, **likelihoods)


if __name__ == "__main__":
    main(sys.argv[1])
