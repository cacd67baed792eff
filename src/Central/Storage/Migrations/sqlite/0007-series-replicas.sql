-- Processes that may answer from memory. Without rows here: an embedded store has one process.
create table series_replicas (
    id text primary key,
    renewals integer not null,
    seen integer not null
);
