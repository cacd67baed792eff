"""Answers from memory, stores nothing: what FastAPI itself can do. The models of SERIES series are there from the start."""
import os

import predict
from predict import SERIES, Reading

app = predict.service()
models = {f"series-{i}": {"version": 1, "mean": 20.0, "std": 1.0, "threshold": 3.0} for i in range(1, int(os.environ["SERIES"]) + 1)}


@app.post("/predict/{series_id}")
async def judge(reading: Reading, series_id: str = SERIES):
    return predict.judge(models.get(series_id), series_id, reading)
