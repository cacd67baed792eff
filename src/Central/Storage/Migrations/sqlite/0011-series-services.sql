-- What processes of the series services have last said of themselves. Without rows here: an embedded store has one process.
create table series_services (
    id text primary key,
    beat_at integer not null,
    roles integer not null,
    cached_models integer not null,
    is_current integer not null,
    dropped integer not null,
    fits_ms blob not null,
    predictions_ms blob not null
);
