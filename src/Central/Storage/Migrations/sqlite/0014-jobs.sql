-- The tables of Quartz 3.22 (https://www.quartz-scheduler.net/documentation), as its job store names them.
create table qrtz_job_details (
    sched_name text not null,
    job_name text not null,
    job_group text not null,
    description text,
    job_class_name text not null,
    is_durable integer not null,
    is_nonconcurrent integer not null,
    is_update_data integer not null,
    requests_recovery integer not null,
    job_data blob,
    primary key (sched_name, job_name, job_group)
);

create table qrtz_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    job_name text not null,
    job_group text not null,
    description text,
    next_fire_time integer,
    prev_fire_time integer,
    priority integer,
    trigger_state text not null,
    trigger_type text not null,
    start_time integer not null,
    end_time integer,
    calendar_name text,
    misfire_instr integer,
    misfire_orig_fire_time integer,
    execution_group text,
    preferred_node text,
    preferred_node_auto integer not null default 0,
    job_data blob,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, job_name, job_group) references qrtz_job_details (sched_name, job_name, job_group)
);

create index qrtz_triggers_job on qrtz_triggers (sched_name, job_name, job_group);
create index qrtz_triggers_due on qrtz_triggers (sched_name, trigger_state, next_fire_time);

create table qrtz_simple_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    repeat_count integer not null,
    repeat_interval integer not null,
    times_triggered integer not null,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers (sched_name, trigger_name, trigger_group) on delete cascade
);

create table qrtz_cron_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    cron_expression text not null,
    time_zone_id text,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers (sched_name, trigger_name, trigger_group) on delete cascade
);

create table qrtz_simprop_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    str_prop_1 text,
    str_prop_2 text,
    str_prop_3 text,
    int_prop_1 integer,
    int_prop_2 integer,
    long_prop_1 integer,
    long_prop_2 integer,
    dec_prop_1 numeric,
    dec_prop_2 numeric,
    bool_prop_1 integer,
    bool_prop_2 integer,
    time_zone_id text,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers (sched_name, trigger_name, trigger_group) on delete cascade
);

create table qrtz_blob_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    blob_data blob,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers (sched_name, trigger_name, trigger_group) on delete cascade
);

create table qrtz_calendars (
    sched_name text not null,
    calendar_name text not null,
    calendar blob not null,
    primary key (sched_name, calendar_name)
);

create table qrtz_paused_trigger_grps (
    sched_name text not null,
    trigger_group text not null,
    primary key (sched_name, trigger_group)
);

create table qrtz_fired_triggers (
    sched_name text not null,
    entry_id text not null,
    trigger_name text not null,
    trigger_group text not null,
    instance_name text not null,
    fired_time integer not null,
    sched_time integer not null,
    priority integer not null,
    state text not null,
    job_name text,
    job_group text,
    is_nonconcurrent integer,
    requests_recovery integer,
    execution_group text,
    primary key (sched_name, entry_id)
);

create index qrtz_fired_triggers_instance on qrtz_fired_triggers (sched_name, instance_name);
create index qrtz_fired_triggers_job on qrtz_fired_triggers (sched_name, job_name, job_group);

create table qrtz_scheduler_state (
    sched_name text not null,
    instance_name text not null,
    last_checkin_time integer not null,
    checkin_interval integer not null,
    primary key (sched_name, instance_name)
);

create table qrtz_locks (
    sched_name text not null,
    lock_name text not null,
    primary key (sched_name, lock_name)
);

-- What jobs did, and how it went. Without an end: under way, or its process has gone.
create table job_runs (
    id integer primary key autoincrement,
    job text not null,
    time_zone text,
    replica text not null,
    scheduled_at integer not null,
    started_at integer not null,
    ended_at integer,
    outcome text not null,
    is_recovery integer not null,
    detail text
);

create index job_runs_job on job_runs (job, id);

-- The figures of a machine in a day of its site, as they were when they were computed.
create table machine_day_kpis (
    machine integer not null,
    energy_type integer not null,
    day text not null,
    energy_kwh real,
    units real,
    sec_kwh_per_unit real,
    peak_kw real,
    load_factor real,
    cost real,
    co2_kg real,
    coverage real not null,
    computed_at integer not null,
    primary key (machine, energy_type, day)
);
