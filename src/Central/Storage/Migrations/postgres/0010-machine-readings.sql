-- Energy types: 0 electricity, 1 gas, 2 steam, 3 compressed air. Modes: 1 idle, 2 running, 3 maintenance, 4 fault, 5 offline. What was not read is null.
-- One partition a month, made when its first reading comes. All questions are asked by machine and time, which the key answers: an index by time alone would only be written.
create table machine_readings (
    machine integer not null,
    energy_type smallint not null,
    time timestamptz not null,
    power_kw double precision,
    energy_kwh double precision,
    production_count double precision,
    good_count double precision,
    throughput_units_per_hour double precision,
    outdoor_temp_c double precision,
    machine_temp_c double precision,
    pressure_bar double precision,
    mode smallint,
    primary key (machine, energy_type, time)
) partition by range (time);

-- Of each machine and energy type: the first and the last reading that there is, and whether it ever said its mode.
create table machine_reading_heads (
    machine integer not null,
    energy_type smallint not null,
    first_time timestamptz not null,
    last_time timestamptz not null,
    says_mode boolean not null,
    primary key (machine, energy_type)
);

-- A row for each hour with readings. Integrals are value × seconds; quarters are the four integrals of power, then their four seconds (float64, little-endian).
create table machine_hours (
    machine integer not null,
    energy_type smallint not null,
    start timestamptz not null,
    energy_kwh double precision not null,
    known_s double precision not null,
    quarters bytea not null,
    max_kw double precision,
    units double precision not null,
    good_units double precision not null,
    production_readings integer not null,
    idle_s double precision not null,
    running_s double precision not null,
    maintenance_s double precision not null,
    fault_s double precision not null,
    offline_s double precision not null,
    outdoor_temp_integral double precision not null,
    outdoor_temp_s double precision not null,
    machine_temp_integral double precision not null,
    machine_temp_s double precision not null,
    pressure_integral double precision not null,
    pressure_s double precision not null,
    throughput_integral double precision not null,
    throughput_s double precision not null,
    primary key (machine, energy_type, start)
);

-- Stretches of whole hours whose rows are not what the readings say: written with the readings, removed when the rows are right again.
create table machine_hours_stale (
    machine integer not null,
    energy_type smallint not null,
    start timestamptz not null,
    until timestamptz not null,
    primary key (machine, energy_type, start)
);

-- Series that belong to no machine: a name with its tags, the time of the last reading, and numbers over time.
create table plain_series (
    number integer generated always as identity primary key,
    name text not null unique,
    last_time timestamptz not null
);

create table plain_readings (
    series integer not null,
    time timestamptz not null,
    value double precision not null,
    primary key (series, time)
) partition by range (time);

-- What intake could not take, as it came.
create table intake_rejects (
    id bigint generated always as identity primary key,
    received_at timestamptz not null,
    format text not null,
    precision text not null,
    code text not null,
    place text not null,
    what text not null,
    row text not null,
    sites text not null
);

create index intake_rejects_code on intake_rejects (code, id);

-- For people who ask by hand.
create view energy_readings_1hour as
select h.start as bucket, m.id as machine_id, m.name as machine_name, h.energy_type, h.energy_kwh as total_energy_kwh,
    h.energy_kwh * 3600 / nullif(h.known_s, 0) as avg_power_kw, h.max_kw as max_power_kw, h.known_s / 3600 as coverage,
    case when h.production_readings > 0 then h.units end as total_production_count
from machine_hours h join machines m on m.number = h.machine;
