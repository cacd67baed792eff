-- The defaults let a table of a million rows grow by a fifth before its visibility map is brought up to date, and paging needs that map.
create table edge_anomalies (
    id bigint generated always as identity primary key,
    source_type text not null,
    description text not null,
    site_id bigint,
    pump_id bigint,
    sensor_id bigint,
    camera_id bigint,
    log_id bigint,
    timestamp timestamptz not null,
    log_value double precision,
    additional_context text,
    metadata text,
    status text,
    state text not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    acknowledged_note text,
    resolved_at timestamptz,
    resolved_by text,
    resolved_note text,
    token_id bigint not null,
    idempotency_key text,
    body_digest bytea not null,
    created_at timestamptz not null
) with (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create unique index edge_anomalies_once on edge_anomalies (token_id, idempotency_key);

-- Each ends with the order of a page, so that skipping rows reads the index alone. The first also serves lists of several sites: it walks through all in
-- order, and sees the site without reading the row.
create index edge_anomalies_time on edge_anomalies (timestamp, id, site_id);
create index edge_anomalies_site on edge_anomalies (site_id, timestamp, id);
create index edge_anomalies_pump on edge_anomalies (pump_id, timestamp, id);
create index edge_anomalies_site_pump on edge_anomalies (site_id, pump_id, timestamp, id);
create index edge_anomalies_sensor on edge_anomalies (sensor_id, timestamp, id);
create index edge_anomalies_status on edge_anomalies (status, timestamp, id);
create index edge_anomalies_state on edge_anomalies (state, timestamp, id);
