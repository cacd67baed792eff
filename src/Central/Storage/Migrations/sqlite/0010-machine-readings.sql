-- Energy types: 0 electricity, 1 gas, 2 steam, 3 compressed air. Modes: 1 idle, 2 running, 3 maintenance, 4 fault, 5 offline. What was not read is null.
create table machine_readings (
    machine integer not null,
    energy_type integer not null,
    time integer not null,
    power_kw real,
    energy_kwh real,
    production_count real,
    good_count real,
    throughput_units_per_hour real,
    outdoor_temp_c real,
    machine_temp_c real,
    pressure_bar real,
    mode integer,
    primary key (machine, energy_type, time)
) without rowid;

-- Of each machine and energy type: the first and the last reading that there is, and whether it ever said its mode.
create table machine_reading_heads (
    machine integer not null,
    energy_type integer not null,
    first_time integer not null,
    last_time integer not null,
    says_mode integer not null,
    primary key (machine, energy_type)
) without rowid;

-- A row for each hour with readings. Integrals are value × seconds; quarters are the four integrals of power, then their four seconds (float64, little-endian).
create table machine_hours (
    machine integer not null,
    energy_type integer not null,
    start integer not null,
    energy_kwh real not null,
    known_s real not null,
    quarters blob not null,
    max_kw real,
    units real not null,
    good_units real not null,
    production_readings integer not null,
    idle_s real not null,
    running_s real not null,
    maintenance_s real not null,
    fault_s real not null,
    offline_s real not null,
    outdoor_temp_integral real not null,
    outdoor_temp_s real not null,
    machine_temp_integral real not null,
    machine_temp_s real not null,
    pressure_integral real not null,
    pressure_s real not null,
    throughput_integral real not null,
    throughput_s real not null,
    primary key (machine, energy_type, start)
) without rowid;

-- Stretches of whole hours whose rows are not what the readings say: written with the readings, removed when the rows are right again.
create table machine_hours_stale (
    machine integer not null,
    energy_type integer not null,
    start integer not null,
    until integer not null,
    primary key (machine, energy_type, start)
) without rowid;

-- Series that belong to no machine: a name with its tags, the time of the last reading, and numbers over time.
create table plain_series (
    number integer primary key autoincrement,
    name text not null unique,
    last_time integer not null
);

create table plain_readings (
    series integer not null,
    time integer not null,
    value real not null,
    primary key (series, time)
) without rowid;

-- What intake could not take, as it came.
create table intake_rejects (
    id integer primary key autoincrement,
    received_at integer not null,
    format text not null,
    precision text not null,
    code text not null,
    place text not null,
    what text not null,
    row text not null,
    sites text not null
);

create index intake_rejects_code on intake_rejects (code, id);
