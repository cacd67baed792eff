-- Days are texts as 2025-03-01, ids are UUIDs in lower case.
create table factories (
    id text primary key,
    site_id bigint,
    name text not null unique,
    address text not null,
    time_zone text not null,
    currency text not null
);

-- Readings know a machine by its number, which is a fraction of its id.
create table machines (
    number integer generated always as identity primary key,
    id text not null unique,
    factory_id text not null references factories (id),
    name text not null unique,
    type text not null,
    rated_power_kw double precision,
    interval_us bigint not null,
    is_active boolean not null
);

create index machines_factory on machines (factory_id);

create table tariffs (
    id text primary key,
    factory_id text not null references factories (id),
    name text not null,
    from_day text,
    until_day text,
    off_peak_rate double precision not null,
    demand_charge double precision not null,
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
    kg_per_kwh double precision not null
);

create index carbon_factors_factory on carbon_factors (factory_id);
