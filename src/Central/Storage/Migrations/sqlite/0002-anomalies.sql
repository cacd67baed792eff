create table edge_anomalies (
    id integer primary key autoincrement,
    source_type text not null,
    description text not null,
    site_id integer,
    pump_id integer,
    sensor_id integer,
    camera_id integer,
    log_id integer,
    timestamp integer not null,
    log_value real,
    additional_context text,
    metadata text,
    status text,
    state text not null,
    acknowledged_at integer,
    acknowledged_by text,
    acknowledged_note text,
    resolved_at integer,
    resolved_by text,
    resolved_note text,
    token_id integer not null,
    idempotency_key text,
    body_digest blob not null,
    created_at integer not null
);

create unique index edge_anomalies_once on edge_anomalies (token_id, idempotency_key);

-- Each ends with the order of a page (the id is at the end of every index), so that skipping rows reads the index alone. The first also serves lists of
-- several sites: it walks through all in order, and sees the site without reading the row.
create index edge_anomalies_time on edge_anomalies (timestamp, id, site_id);
create index edge_anomalies_site on edge_anomalies (site_id, timestamp);
create index edge_anomalies_pump on edge_anomalies (pump_id, timestamp);
create index edge_anomalies_site_pump on edge_anomalies (site_id, pump_id, timestamp);
create index edge_anomalies_sensor on edge_anomalies (sensor_id, timestamp);
create index edge_anomalies_status on edge_anomalies (status, timestamp);
create index edge_anomalies_state on edge_anomalies (state, timestamp);
