-- What is unusual in the hours of machines. Types and severities are texts: clients name types of their own. Contributions are a JSON object.
create table machine_anomalies (
    id text primary key,
    machine integer not null,
    energy_type smallint not null,
    detected_at timestamptz not null,
    metric text not null,
    type text not null,
    severity text not null,
    value double precision,
    expected double precision,
    deviation_percent double precision,
    confidence double precision not null,
    contributions text not null,
    baseline_version integer,
    learned_from timestamptz,
    learned_until timestamptz,
    created_at timestamptz not null,
    is_resolved boolean not null,
    resolved_at timestamptz,
    resolution_notes text,
    unique (machine, energy_type, detected_at, metric)
);

create index machine_anomalies_time on machine_anomalies (detected_at);
create index machine_anomalies_open on machine_anomalies (detected_at) where not is_resolved;

-- Stretches of whole hours that nobody has looked for anomalies in since their rows were last put right. The revision tells whether a stretch has changed since it was read.
create table machine_hours_unexamined (
    machine integer not null,
    energy_type smallint not null,
    start timestamptz not null,
    until timestamptz not null,
    revision integer not null,
    primary key (machine, energy_type, start)
);

-- What somebody has said that a machine is doing, beside what its readings say; until null: still so.
create table machine_statuses (
    machine integer not null,
    start timestamptz not null,
    until timestamptz,
    mode smallint not null,
    notes text not null,
    primary key (machine, start)
);

alter table energy_baselines rename to machine_baselines;

-- For people who ask by hand.
create view energy_baselines as
select b.id, m.id as machine_id, m.name as machine_name, b.energy_type, b.model_version, b.r_squared, b.cv_rmse_out_of_sample, b.is_active, b.created_at
from machine_baselines b join machines m on m.number = b.machine;

create view anomalies as
select a.id, m.id as machine_id, m.name as machine_name, a.energy_type, a.detected_at, a.type as anomaly_type, a.severity, a.metric as metric_name, a.value as metric_value, a.expected as expected_value,
    a.deviation_percent, a.confidence as confidence_score, a.is_resolved, a.resolved_at, a.resolution_notes, a.created_at
from machine_anomalies a join machines m on m.number = a.machine;
