-- What processes of the series services have last said of themselves. Worth nothing after a crash: unlogged. Durations are milliseconds as float32, little-endian.
create unlogged table series_services (
    id text primary key,
    beat_at timestamptz not null,
    roles integer not null,
    cached_models integer not null,
    is_current boolean not null,
    dropped bigint not null,
    fits_ms bytea not null,
    predictions_ms bytea not null
);
