-- Events and their subjects lie in partitions by quarter of the event's id, which carries its time; uses by month. What fits
-- in none, because of a clock or an old row, lies in the default partition until extend_partitions makes one for it.

-- The lowest id (uuid version 7) of a moment.
create function id_at(moment timestamptz) returns uuid
language sql immutable strict parallel safe set search_path = pg_catalog as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- The moment of an id.
create function moment_of(id uuid) returns timestamptz
language sql immutable strict parallel safe set search_path = pg_catalog as $$
  select to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;

create function partitioned_tables() returns table (name text, key text, period text)
language sql immutable set search_path = pg_catalog as $$
  values ('events', 'id', 'quarter'), ('event_subjects', 'event_id', 'quarter'), ('usage_events', 'at', 'month')
$$;

-- Makes the partition of the period that holds a moment, unless it is there; whether it was made. Rows of the period that lie in
-- the default partition move into it. Events are referenced: their ids go to a range that no clock reaches and come back,
-- and foreign keys follow each time.
create function make_partitions(moment timestamptz, of_period text) returns boolean
language plpgsql set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
declare
  first constant timestamptz := date_trunc(of_period, moment, 'UTC');
  next constant timestamptz := first + case of_period when 'quarter' then interval '3 months' else interval '1 month' end;
  suffix constant text := to_char(first at time zone 'UTC', case of_period when 'quarter' then 'YYYY"q"Q' else 'YYYY_MM' end);
  one record;
  bounds text;
  tenants uuid[] := '{}';
  tenant uuid;
  made boolean := false;
begin
  if of_period = 'quarter' then
    tenants := array(select distinct e.tenant_id from public.events_default e where e.id >= id_at(first) and e.id < id_at(next));
    foreach tenant in array tenants loop
      perform set_config('app.tenant_id', tenant::text, true);
      update public.events e set id = overlay(e.id::text placing 'f' from 1 for 1)::uuid
        where e.tenant_id = tenant and e.id >= id_at(first) and e.id < id_at(next);
    end loop;
  end if;
  for one in select * from partitioned_tables() p where p.period = of_period loop
    continue when to_regclass(format('public.%I', one.name || '_' || suffix)) is not null;
    made := true;
    bounds := case one.key when 'at' then format('from (%L) to (%L)', first, next)
      else format('from (%L) to (%L)', id_at(first), id_at(next)) end;
    execute format('create table public.%I (like public.%I including defaults including constraints)', one.name || '_' || suffix, one.name);
    -- Rows of a table without references wait in another one: a check of foreign keys while a partition is attached would be
    -- bound by the policies of the tables that they point to.
    if one.key = 'at' then
      execute format('create temp table moved on commit drop as select * from public.%I where at >= %L and at < %L',
        one.name || '_default', first, next);
      execute format('delete from public.%I where at >= %L and at < %L', one.name || '_default', first, next);
    end if;
    execute format('alter table public.%I attach partition public.%I for values %s', one.name, one.name || '_' || suffix, bounds);
    if one.key = 'at' then
      execute format('insert into public.%I select * from moved', one.name || '_' || suffix);
      drop table moved;
    end if;
  end loop;
  foreach tenant in array tenants loop
    perform set_config('app.tenant_id', tenant::text, true);
    update public.events e set id = overlay(e.id::text placing '0' from 1 for 1)::uuid
      where e.tenant_id = tenant and e.id >= overlay(id_at(first)::text placing 'f' from 1 for 1)::uuid
        and e.id < overlay(id_at(next)::text placing 'f' from 1 for 1)::uuid;
  end loop;
  return made;
end
$$;

-- Makes the partitions from now to a moment, and those of all rows in default partitions that are of a likely time; how many
-- periods got one. Gives up after three seconds where something holds a table, and is called again.
create function extend_partitions(until timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
declare
  likely constant tstzrange := tstzrange('2020-01-01', now() + interval '10 years');
  asked constant text := current_setting('app.tenant_id', true);
  moments timestamptz[];
  moment timestamptz;
  made integer := 0;
begin
  perform set_config('lock_timeout', '3s', true);
  perform pg_advisory_xact_lock(hashtext('throughline partitions'));
  moments := array(
    select m from generate_series(date_trunc('quarter', now(), 'UTC'), least(until, upper(likely)), interval '3 months') m
    union select distinct date_trunc('quarter', moment_of(e.id), 'UTC') from public.events_default e where moment_of(e.id) <@ likely
    union select distinct date_trunc('quarter', moment_of(s.event_id), 'UTC') from public.event_subjects_default s where moment_of(s.event_id) <@ likely
    order by 1);
  foreach moment in array moments loop
    made := made + make_partitions(moment, 'quarter')::int;
  end loop;
  moments := array(
    select m from generate_series(date_trunc('month', now(), 'UTC'), least(until, upper(likely)), interval '1 month') m
    union select distinct date_trunc('month', u.at, 'UTC') from public.usage_events_default u where u.at <@ likely
    order by 1);
  foreach moment in array moments loop
    made := made + make_partitions(moment, 'month')::int;
  end loop;
  perform set_config('app.tenant_id', coalesce(asked, ''), true);
  return made;
end
$$;

revoke all on function make_partitions(timestamptz, text), extend_partitions(timestamptz) from public;

-- The keys by which a use that comes twice counts once are forgotten after 35 days: rows of their own.
create table usage_keys (
  "tenant_id" uuid not null default (nullif(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
  "meter" text not null,
  "key" text not null,
  "at" timestamptz(3) not null,
  constraint "usage_keys_pkey" primary key ("tenant_id", "meter", "key")
);
create index "usage_keys_tenant_id_at_idx" on "usage_keys"("tenant_id", "at");
alter table "usage_keys" add constraint "usage_keys_tenant_id_fkey" foreign key ("tenant_id") references "tenants"("id") on delete cascade on update cascade;
alter table "usage_events" NO FORCE ROW LEVEL SECURITY;
insert into usage_keys (tenant_id, meter, key, at) select tenant_id, meter, key, at from usage_events where key is not null;
alter table "usage_events" force row level security;
drop index "usage_events_tenant_id_meter_key_key";
alter table "usage_events" drop column "key";

-- Each table is made again under its name, with its rows, keys, indexes and triggers.
do $$
declare
  one record;
  whole text;
  incoming text[];
  own text[];
  statement text;
  -- New foreign keys are checked as the owner, whom forced policies would show no row of a workspace.
  forced constant regclass[] := array(select oid::regclass from pg_class where relforcerowsecurity and relnamespace = 'public'::regnamespace);
  held regclass;
begin
  foreach held in array forced loop
    execute format('alter table %s NO FORCE ROW LEVEL SECURITY', held);
  end loop;
  for one in select * from partitioned_tables() order by name = 'events' desc loop
    whole := one.name || '_whole';
    own := array(
      select format('alter table public.%I add constraint %I %s', one.name, conname,
        case when one.key = 'at' and contype = 'p' then 'primary key (tenant_id, at, id)' else pg_get_constraintdef(oid) end)
      from pg_constraint where conrelid = one.name::regclass and conparentid = 0 and contype in ('p', 'f') order by contype desc)
      || array(
      select indexdef from pg_indexes where schemaname = 'public' and tablename = one.name
        and indexname not in (select conname from pg_constraint where conrelid = one.name::regclass) order by indexname)
      || array(select pg_get_triggerdef(oid) from pg_trigger where tgrelid = one.name::regclass and not tgisinternal);
    incoming := array(
      select format('alter table public.%I add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where confrelid = one.name::regclass and conrelid <> one.name::regclass and conparentid = 0);
    for statement in
      select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint
      where confrelid = one.name::regclass and conrelid <> one.name::regclass and conparentid = 0
    loop
      execute statement;
    end loop;
    execute format('alter table public.%I rename to %I', one.name, whole);
    execute format('alter table public.%I NO FORCE ROW LEVEL SECURITY', whole);
    execute format('create table public.%I (like public.%I including defaults) partition by range (%I)', one.name, whole, one.key);
    execute format('create table public.%I partition of public.%I default', one.name || '_default', one.name);
    execute format('insert into public.%I select * from public.%I', one.name, whole);
    execute format('drop table public.%I', whole);
    foreach statement in array own || incoming loop
      execute statement;
    end loop;
  end loop;
  -- The tables that were made again get their policies with access.sql.
  for held in select oid::regclass from pg_class where oid = any (forced::oid[]) loop
    execute format('alter table %s force row level security', held);
  end loop;
end
$$;

-- The end of a workspace empties a table, not its partitions. Rows of several partitions may have one ctid.
create or replace function purge_order() returns text[]
language plpgsql stable
set search_path = pg_catalog, public, pg_temp
as $$
declare
  waiting oid[];
  ready oid[];
  found text[] := '{}';
begin
  select array_agg(c.oid) into waiting from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace;
  while cardinality(waiting) > 0 loop
    select array_agg(t) into ready from unnest(waiting) t where not exists (
      select from pg_constraint f where f.contype = 'f' and f.confrelid = t and f.conrelid <> t and f.conrelid = any (waiting));
    if ready is null then
      raise exception 'tables of a workspace point to each other in a circle: %', waiting::regclass[];
    end if;
    found := found || array(select t::regclass::text from unnest(ready) t order by 1);
    waiting := array(select t from unnest(waiting) t where t <> all (ready));
  end loop;
  return found;
end
$$;

create or replace function purge_tenant_rows(tenant uuid, most integer) returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  source text;
  pointed text;
  gone integer := 0;
  step integer;
begin
  perform public.purge_lock(tenant);
  if not found then return 0; end if;
  foreach source in array public.purge_order() loop
    -- Until the end the clock asks again for a deletion that failed.
    continue when source in ('job_runs', 'due_work');
    -- Rows that others still point to wait: those of the same table, and events of runs.
    select coalesce(string_agg(format(' and not exists (select from %s p where %s)', f.conrelid::regclass, (
        select string_agg(format('p.%I = t.%I', x.attname, y.attname), ' and ')
        from unnest(f.conkey, f.confkey) k (own, theirs)
        join pg_attribute x on x.attrelid = f.conrelid and x.attnum = k.own
        join pg_attribute y on y.attrelid = f.confrelid and y.attnum = k.theirs)), ''), '')
      into pointed from pg_constraint f
      where f.contype = 'f' and f.conparentid = 0 and f.confrelid = source::regclass
        and (f.conrelid = f.confrelid or f.conrelid = 'public.job_runs'::regclass);
    loop
      execute format('delete from %s where (tableoid, ctid) in (select t.tableoid, t.ctid from %s t where t.tenant_id = $1 %s limit $2)',
        source, source, pointed) using tenant, most - gone;
      get diagnostics step = row_count;
      gone := gone + step;
      if gone >= most then return gone; end if;
      exit when step = 0;
    end loop;
  end loop;
  return gone;
end
$$;
