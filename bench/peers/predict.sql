-- What the FastAPI services keep: models by version, and a row for each prediction.
create table models (
    series_id text,
    version bigint,
    mean double precision,
    std double precision,
    threshold double precision,
    created_at timestamptz default now(),
    primary key (series_id, version)
);

create table predictions (
    id bigint generated always as identity primary key,
    series_id text,
    version bigint,
    timestamp bigint,
    value double precision,
    score double precision,
    anomaly boolean,
    created_at timestamptz default now()
);
