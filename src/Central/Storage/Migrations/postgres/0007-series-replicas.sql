-- Processes that may answer from memory: a fit is answered when each of them has seen the change, or cannot have renewed its lease without having seen it.
create table series_replicas (
    id text primary key,
    renewals bigint not null,
    seen bigint not null
);
