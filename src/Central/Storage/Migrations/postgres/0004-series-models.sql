-- The last version of each series, never given twice; change_id orders the changes of all.
create table series_heads (
    series_id text primary key,
    last_version bigint not null,
    change_id bigint not null
);

create unique index series_heads_change on series_heads (change_id);

create table series_models (
    series_id text not null,
    version bigint not null,
    created_at timestamptz not null,
    points integer not null,
    fit_ms double precision not null,
    state bytea not null,
    primary key (series_id, version)
);

create index series_models_created on series_models (created_at);

-- Apart from the models, so that finding a model does not read what it was trained on. Times are seconds since 1970 (int64), values float64, little-endian.
create table series_training (
    series_id text not null,
    version bigint not null,
    times bytea not null,
    "values" bytea not null,
    primary key (series_id, version)
);

-- Measured numbers hardly compress, and trying takes longer than all else that a fit does.
alter table series_training alter column times set storage external, alter column "values" set storage external;

create table series_anomalies (
    id bigint generated always as identity primary key,
    series_id text not null,
    version bigint not null,
    timestamp timestamptz not null,
    value double precision not null,
    score double precision,
    created_at timestamptz not null
);

create index series_anomalies_series on series_anomalies (series_id, id);

-- Predictions per minute since 1970, all processes together.
create table prediction_counts (
    minute bigint primary key,
    n bigint not null
);
