-- What is unusual in the hours of machines. Types and severities are texts: clients name types of their own. Contributions are a JSON object.
create table machine_anomalies (
    id text primary key,
    machine integer not null,
    energy_type integer not null,
    detected_at integer not null,
    metric text not null,
    type text not null,
    severity text not null,
    value real,
    expected real,
    deviation_percent real,
    confidence real not null,
    contributions text not null,
    baseline_version integer,
    learned_from integer,
    learned_until integer,
    created_at integer not null,
    is_resolved integer not null,
    resolved_at integer,
    resolution_notes text,
    unique (machine, energy_type, detected_at, metric)
);

create index machine_anomalies_time on machine_anomalies (detected_at);
create index machine_anomalies_open on machine_anomalies (detected_at) where not is_resolved;

-- Stretches of whole hours that nobody has looked for anomalies in since their rows were last put right. The revision tells whether a stretch has changed since it was read.
create table machine_hours_unexamined (
    machine integer not null,
    energy_type integer not null,
    start integer not null,
    until integer not null,
    revision integer not null,
    primary key (machine, energy_type, start)
) without rowid;

-- What somebody has said that a machine is doing, beside what its readings say; until null: still so.
create table machine_statuses (
    machine integer not null,
    start integer not null,
    until integer,
    mode integer not null,
    notes text not null,
    primary key (machine, start)
) without rowid;

alter table energy_baselines rename to machine_baselines;
