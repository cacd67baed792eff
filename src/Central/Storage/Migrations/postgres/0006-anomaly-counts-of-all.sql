-- The counts of all sites and pumps together, under -2: what is asked of all adds up a few rows, however many pumps report.
insert into anomaly_counts (days, block, site_id, pump_id, status, state, n)
select days, block, -2, -2, status, state, sum(n) from anomaly_counts group by days, block, status, state;
