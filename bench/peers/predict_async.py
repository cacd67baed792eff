"""The model from Redis, or from PostgreSQL where Redis has it not; every prediction a row, or only anomalies (KEEP=anomalies). asyncpg and redis.asyncio."""
import os

import asyncpg
import ujson
import redis.asyncio

import predict
from predict import SERIES, Points, Reading

app = predict.service()
keep_all = os.environ["KEEP"] == "all"
fit_sql, latest_sql, prediction_sql = (sql.format("$1", "$2", "$3", "$4", "$5", "$6") for sql in (predict.FIT, predict.LATEST, predict.PREDICTION))


@app.on_event("startup")
async def connect():
    app.cache = redis.asyncio.from_url(os.environ["REDIS_URL"])
    app.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=4, max_size=20)


@app.post("/fit/{series_id}")
async def fit(points: Points, series_id: str = SERIES):
    model = predict.fit(points)
    version = await app.pool.fetchval(fit_sql, series_id, model["mean"], model["std"], model["threshold"])
    await app.cache.set("model:" + series_id, ujson.dumps({"version": version, **model}))
    return predict.fitted(series_id, version, points)


async def latest(series_id):
    if cached := await app.cache.get("model:" + series_id):
        return ujson.loads(cached)
    row = await app.pool.fetchrow(latest_sql, series_id)
    if row is None:
        return None
    await app.cache.set("model:" + series_id, ujson.dumps(dict(row)))
    return dict(row)


@app.post("/predict/{series_id}")
async def judge(reading: Reading, series_id: str = SERIES):
    model = await latest(series_id)
    answer = predict.judge(model, series_id, reading)
    if keep_all or answer["anomaly"]:
        await app.pool.execute(prediction_sql, series_id, model["version"], answer["timestamp"], reading.value, answer["score"], answer["anomaly"])
    return answer
