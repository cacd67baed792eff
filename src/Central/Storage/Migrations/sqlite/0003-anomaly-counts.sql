-- How many anomalies there are per day and per block of 32 days since 1970: a total is a sum of a few of these, never a count of a million rows.
-- -1 and '' stand for "none".
create table anomaly_counts (
    days integer not null,
    block integer not null,
    site_id integer not null,
    pump_id integer not null,
    status text not null,
    state text not null,
    n integer not null,
    primary key (days, site_id, pump_id, block, status, state)
) without rowid;

create index anomaly_counts_pump on anomaly_counts (days, pump_id, block);
create index anomaly_counts_block on anomaly_counts (days, block);

insert into anomaly_counts (days, block, site_id, pump_id, status, state, n)
select 1, timestamp / 86400000000, coalesce(site_id, -1), coalesce(pump_id, -1), coalesce(status, ''), state, count(*)
from edge_anomalies group by 2, 3, 4, 5, 6;

insert into anomaly_counts (days, block, site_id, pump_id, status, state, n)
select 32, block / 32, site_id, pump_id, status, state, sum(n) from anomaly_counts group by 2, 3, 4, 5, 6;
