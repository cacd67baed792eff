-- Nothing to do here: PostgreSQL finds the rows as fast through its indexes as they are, and n in an index would end the update of rows in place.
select 1;
