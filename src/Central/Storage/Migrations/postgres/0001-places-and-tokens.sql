create table sites (
    id bigint primary key,
    name text,
    first_seen_at timestamptz not null
);

create table pumps (
    site_id bigint not null,
    id bigint not null,
    name text,
    first_seen_at timestamptz not null,
    primary key (site_id, id)
);

create table sensors (
    site_id bigint not null,
    id bigint not null,
    pump_id bigint,
    first_seen_at timestamptz not null,
    primary key (site_id, id)
);

create table tokens (
    id bigint generated always as identity primary key,
    handle text not null unique,
    hash bytea not null,
    name text not null,
    scopes text not null,
    sites text not null,
    requests_per_hour integer not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz
);

create unique index tokens_name on tokens (name) where revoked_at is null;
