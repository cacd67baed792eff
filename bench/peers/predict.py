"""What the FastAPI services beside ours share: the bodies, the 3-sigma model, its judgement."""
import math
import statistics
import time
from datetime import datetime
from typing import List, Union

from fastapi import FastAPI, HTTPException, Path
from fastapi.responses import UJSONResponse
from pydantic import BaseModel, Field

SERIES = Path(regex=r"^[A-Za-z0-9_.:-]{1,128}$")

# The tables are those of predict.sql.
FIT = "insert into models (series_id, version, mean, std, threshold) select {0}, coalesce(max(version), 0) + 1, {1}, {2}, {3} from models where series_id = {0} returning version"
LATEST = "select version, mean, std, threshold from models where series_id = {0} order by version desc limit 1"
PREDICTION = "insert into predictions (series_id, version, timestamp, value, score, anomaly) values ({0}, {1}, {2}, {3}, {4}, {5})"


class Points(BaseModel):
    timestamps: List[int]
    values: List[float]
    threshold: float = Field(3.0, ge=1, le=5)


class Reading(BaseModel):
    timestamp: Union[int, str]
    value: float

    def seconds(self):
        if isinstance(self.timestamp, int):
            return self.timestamp
        try:
            return int(datetime.fromisoformat(self.timestamp.replace("Z", "+00:00")).timestamp())
        except ValueError:
            raise HTTPException(422, "timestamp: must be seconds since 1970 or an ISO 8601 time")


def service():
    return FastAPI(default_response_class=UJSONResponse)


def fit(points):
    if not points.values or len(points.values) != len(points.timestamps):
        raise HTTPException(422, "values: one for each timestamp")
    mean = statistics.fmean(points.values)
    return {"mean": mean, "std": statistics.pstdev(points.values, mean), "threshold": points.threshold}


def fitted(series_id, version, points):
    return {"series_id": series_id, "model_version": f"v{version}", "version": f"v{version}", "points_used": len(points.values), "timestamp": int(time.time())}


def judge(model, series_id, reading):
    if model is None:
        raise HTTPException(404, f"there is no model of the series '{series_id}'")
    if not math.isfinite(reading.value):
        raise HTTPException(422, "value: must be a finite number")
    room = model["threshold"] * model["std"]
    score = abs(reading.value - model["mean"]) / room
    return {
        "anomaly": score > 1,
        "model_version": f"v{model['version']}",
        "timestamp": reading.seconds(),
        "score": score,
        "expected": model["mean"],
        "lower": model["mean"] - room,
        "upper": model["mean"] + room,
        "severity": score if score > 1 else 0,
    }
