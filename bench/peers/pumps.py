"""The pump analysis in pandas: deviations, status, the sustained rule and the 65 features, written the way one writes it for speed."""
import numpy as np
import pandas as pd

PARAMETERS = {
    "flow": ("Flow (gpm)", "baseline_flow_gpm"),
    "head": ("Discharge Pressure (psi)", "baseline_discharge_pressure_psi"),
    "power": ("Motor Power (hp)", "baseline_power_hp"),
    "efficiency": ("Pump Efficiency (%)", "baseline_efficiency_percent"),
}
WINDOWS = (24, 168)
# Grade 1U: largest and smallest deviation in percent, and whether it is mandatory.
LIMITS = {"flow": (10.0, None, True), "head": (6.0, None, True), "power": (10.0, None, False), "efficiency": (None, 0.0, False)}


def read_log(path):
    return pd.read_csv(path, parse_dates=["timestamp"])


def read_baselines(path):
    return pd.read_csv(path).set_index("Well ID")


def deviations(log, baselines):
    """Percent of baseline, for all pumps at once."""
    out = {}
    for name, (column, baseline) in PARAMETERS.items():
        reference = log["Well ID"].map(baselines[baseline]).to_numpy()
        out[name] = (log[column].to_numpy() - reference) / reference * 100
    return pd.DataFrame(out)


def status(deviation, times):
    """0 normal, 1 warning, 2 critical, 3 failure, with the sustained rule over the last 24 rows (hourly data)."""
    severity = np.zeros(len(deviation))
    optional = np.zeros(len(deviation), dtype=bool)
    mandatory = np.zeros(len(deviation), dtype=bool)
    sustained = np.zeros(len(deviation), dtype=bool)
    for name, (high, low, is_mandatory) in LIMITS.items():
        d = deviation[name].to_numpy()
        violated = np.zeros(len(d), dtype=bool)
        if high is not None:
            violated |= d > high
        if low is not None:
            violated |= d < low
        if not is_mandatory:
            optional |= violated
            continue
        mandatory |= violated
        limit = np.where(d > 0, abs(high or 10.0), abs(low or 10.0))
        severity = np.maximum(severity, np.where(violated, np.abs(d) / limit, 0))
        sustained |= pd.Series(violated.astype(float)).rolling(24, min_periods=12).mean().to_numpy() >= 0.7
    level = np.where(mandatory, np.where(severity > 2, 3, np.where(severity > 1.5, 2, 1)), np.where(optional, 1, 0))
    return np.where((level == 1) & sustained, 2, level)


def features(deviation, times):
    """The 65 features of one pump's hourly deviations, in their order."""
    out = {f"{p}_deviation_pct": deviation[p].to_numpy() for p in PARAMETERS}
    for p in PARAMETERS:
        for w in WINDOWS:
            rolling = deviation[p].rolling(w, min_periods=1)
            out[f"{p}_rolling_mean_{w}h"] = rolling.mean().to_numpy()
            out[f"{p}_rolling_std_{w}h"] = rolling.std().fillna(0).to_numpy()
            out[f"{p}_rolling_max_{w}h"] = rolling.max().to_numpy()
            out[f"{p}_rolling_min_{w}h"] = rolling.min().to_numpy()
    slopes = {(p, w): deviation[p].diff(w).div(w).fillna(0) for p in PARAMETERS for w in WINDOWS}
    for (p, w), slope in slopes.items():
        out[f"{p}_slope_{w}h"] = slope.to_numpy()
    for (p, w), slope in slopes.items():
        out[f"{p}_acceleration_{w}h"] = slope.diff().fillna(0).to_numpy()
    for p in PARAMETERS:
        out[f"{p}_cumulative_deviation"] = deviation[p].cumsum().to_numpy()
    for p in PARAMETERS:
        out[f"{p}_abs_deviation"] = deviation[p].abs().to_numpy()
    out["hours_since_start"] = ((times - times.iloc[0]).dt.total_seconds() / 3600).to_numpy()
    out["day_of_week"] = times.dt.dayofweek.to_numpy()
    out["hour_of_day"] = times.dt.hour.to_numpy()
    out["flow_head_product"] = (deviation["flow"] * deviation["head"]).to_numpy()
    out["power_efficiency_product"] = (deviation["power"] * deviation["efficiency"]).to_numpy()
    return pd.DataFrame(out)
