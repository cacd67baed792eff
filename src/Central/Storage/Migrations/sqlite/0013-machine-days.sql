-- The hours of each day (UTC) with readings as one row: 96 integrals of power, then their 96 seconds (float64, little-endian). Right where no hour of the day is stale.
create table machine_days (
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
    primary key (machine, energy_type, start)
);

-- The days of hours that are there already are written when these are looked at again.
insert into machine_hours_stale (machine, energy_type, start, until)
select machine, energy_type, min(start), max(start) + 3600000000 from machine_hours where true group by machine, energy_type
on conflict (machine, energy_type, start) do update set until = case when excluded.until > machine_hours_stale.until then excluded.until else machine_hours_stale.until end;
