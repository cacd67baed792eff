-- Times are microseconds since 1970-01-01T00:00:00Z, days are texts as 2025-03-01, ids are UUIDs in lower case.
create table factories (
    id text primary key,
    site_id integer,
    name text not null unique,
    address text not null,
    time_zone text not null,
    currency text not null
);

-- Readings know a machine by its number, which is a fraction of its id.
create table machines (
    number integer primary key autoincrement,
    id text not null unique,
    factory_id text not null references factories (id),
    name text not null unique,
    type text not null,
    rated_power_kw real,
    interval_us integer not null,
    is_active integer not null
);

create index machines_factory on machines (factory_id);

create table tariffs (
    id text primary key,
    factory_id text not null references factories (id),
    name text not null,
    from_day text,
    until_day text,
    off_peak_rate real not null,
    demand_charge real not null,
    currency text not null,
    windows text not null
);

create index tariffs_factory on tariffs (factory_id);

create table carbon_factors (
    id text primary key,
    factory_id text not null references factories (id),
    region text not null,
    from_day text,
    until_day text,
    kg_per_kwh real not null
);

create index carbon_factors_factory on carbon_factors (factory_id);
