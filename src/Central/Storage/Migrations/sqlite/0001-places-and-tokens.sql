-- Times are microseconds since 1970-01-01T00:00:00Z.
create table sites (
    id integer primary key,
    name text,
    first_seen_at integer not null
);

create table pumps (
    site_id integer not null,
    id integer not null,
    name text,
    first_seen_at integer not null,
    primary key (site_id, id)
) without rowid;

create table sensors (
    site_id integer not null,
    id integer not null,
    pump_id integer,
    first_seen_at integer not null,
    primary key (site_id, id)
) without rowid;

create table tokens (
    id integer primary key autoincrement,
    handle text not null unique,
    hash blob not null,
    name text not null,
    scopes text not null,
    sites text not null,
    requests_per_hour integer not null,
    created_at integer not null,
    expires_at integer,
    revoked_at integer,
    last_used_at integer
);

create unique index tokens_name on tokens (name) where revoked_at is null;
