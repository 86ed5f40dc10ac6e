-- Statistics of tables that the running transaction fills. Where they say that a table is empty, every index of a workspace
-- seems equally good, also to the checks of foreign keys, and each look-up may read the whole workspace. Rows that are not
-- committed count only for their own transaction. A table that another session examines is left for the next time.
create function analyze_growing_tables() returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  grown text;
  analyzed integer := 0;
begin
  for grown in
    select c.relname from pg_stat_xact_user_tables s join pg_class c on c.oid = s.relid
    where s.schemaname = 'public' and s.n_tup_ins > 1000 + 2 * greatest(c.reltuples, 0)
    order by c.relname
  loop
    execute format('analyze (skip_locked) public.%I', grown);
    analyzed := analyzed + 1;
  end loop;
  return analyzed;
end
$$;
revoke all on function analyze_growing_tables() from public;
