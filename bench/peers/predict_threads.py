"""As predict_async, with psycopg2 and redis-py in FastAPI's threads. A row for every prediction."""
import os
from contextlib import contextmanager

import ujson
import redis
from psycopg2.pool import ThreadedConnectionPool

import predict
from predict import SERIES, Points, Reading

app = predict.service()
cache = redis.Redis.from_url(os.environ["REDIS_URL"])
fit_sql, latest_sql, prediction_sql = (sql.format(*(f"%({i})s" for i in range(6))) for sql in (predict.FIT, predict.LATEST, predict.PREDICTION))
# As many connections as FastAPI has threads.
pool = ThreadedConnectionPool(4, 40, os.environ["DATABASE_URL"])


@contextmanager
def cursor():
    connection = pool.getconn()
    try:
        with connection, connection.cursor() as opened:
            yield opened
    finally:
        pool.putconn(connection)


def numbered(*values):
    return {str(i): value for i, value in enumerate(values)}


@app.post("/fit/{series_id}")
def fit(points: Points, series_id: str = SERIES):
    model = predict.fit(points)
    with cursor() as rows:
        rows.execute(fit_sql, numbered(series_id, model["mean"], model["std"], model["threshold"]))
        version = rows.fetchone()[0]
    cache.set("model:" + series_id, ujson.dumps({"version": version, **model}))
    return predict.fitted(series_id, version, points)


def latest(series_id):
    if cached := cache.get("model:" + series_id):
        return ujson.loads(cached)
    with cursor() as rows:
        rows.execute(latest_sql, numbered(series_id))
        row = rows.fetchone()
    if row is None:
        return None
    model = dict(zip(("version", "mean", "std", "threshold"), row))
    cache.set("model:" + series_id, ujson.dumps(model))
    return model


@app.post("/predict/{series_id}")
def judge(reading: Reading, series_id: str = SERIES):
    model = latest(series_id)
    answer = predict.judge(model, series_id, reading)
    with cursor() as rows:
        rows.execute(prediction_sql, numbered(series_id, model["version"], answer["timestamp"], reading.value, answer["score"], answer["anomaly"]))
    return answer
