-- All versions are kept; one of each machine and energy type is in use.
create table energy_baselines (
    id text primary key,
    machine integer not null,
    energy_type integer not null,
    model_version integer not null,
    is_active integer not null,
    created_at integer not null,
    r_squared real,
    cv_rmse_out_of_sample real,
    state blob not null,
    unique (machine, energy_type, model_version)
);

create unique index energy_baselines_active on energy_baselines (machine, energy_type) where is_active;
