-- All trainings are kept; the newest of each machine and energy type answers. The state is JSON.
create table machine_forecasts (
    id text primary key,
    machine integer not null,
    energy_type integer not null,
    model_version integer not null,
    method text not null,
    created_at integer not null,
    state blob not null,
    unique (machine, energy_type, model_version)
);
