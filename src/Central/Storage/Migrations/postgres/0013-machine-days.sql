-- The hours of each day (UTC) with readings as one row: 96 integrals of power, then their 96 seconds (float64, little-endian). Right where no hour of the day is stale.
create table machine_days (
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
    primary key (machine, energy_type, start)
);

-- The days of hours that are there already are written when these are looked at again.
insert into machine_hours_stale (machine, energy_type, start, until)
select machine, energy_type, min(start), max(start) + interval '1 hour' from machine_hours where true group by machine, energy_type
on conflict (machine, energy_type, start) do update set until = case when excluded.until > machine_hours_stale.until then excluded.until else machine_hours_stale.until end;
