-- The counts of each site over its pumps, and of each pump's number over all sites, with -2 for what is not told apart: every total is now looked up by site and pump, so the key is the only index.
insert into anomaly_counts (days, block, site_id, pump_id, status, state, n)
select days, block, site_id, -2, status, state, sum(n) from anomaly_counts where site_id <> -2 group by days, block, site_id, status, state;

insert into anomaly_counts (days, block, site_id, pump_id, status, state, n)
select days, block, -2, pump_id, status, state, sum(n) from anomaly_counts where pump_id <> -2 group by days, block, pump_id, status, state;

drop index anomaly_counts_pump;
drop index anomaly_counts_block;
