-- Times are microseconds since 1970-01-01T00:00:00Z.
-- The last version of each series, never given twice; change_id orders the changes of all.
create table series_heads (
    series_id text primary key,
    last_version integer not null,
    change_id integer not null
);

create unique index series_heads_change on series_heads (change_id);

create table series_models (
    series_id text not null,
    version integer not null,
    created_at integer not null,
    points integer not null,
    fit_ms real not null,
    state blob not null,
    primary key (series_id, version)
);

create index series_models_created on series_models (created_at);

-- Apart from the models, so that finding a model does not read what it was trained on. Times are seconds since 1970 (int64), values float64, little-endian.
create table series_training (
    series_id text not null,
    version integer not null,
    times blob not null,
    "values" blob not null,
    primary key (series_id, version)
);

create table series_anomalies (
    id integer primary key autoincrement,
    series_id text not null,
    version integer not null,
    timestamp integer not null,
    value real not null,
    score real,
    created_at integer not null
);

create index series_anomalies_series on series_anomalies (series_id, id);

-- Predictions per minute since 1970, all processes together.
create table prediction_counts (
    minute integer primary key,
    n integer not null
);
