-- Functions and triggers that belong to no noun. Those of nouns are in prisma/*.sql, and policies and rights in prisma/access.sql:
-- each db:migrate applies both.

-- == Workspaces: what each has from its first moment ==

-- Each workspace has its row from the beginning: a trial of 14 days. Invoker's rights: the app role works for the new
-- workspace while it creates it.
create function subscription_follows_tenant() returns trigger
language plpgsql as $$
begin
  insert into public.subscriptions (id, tenant_id, trial_ends_at)
    values (gen_random_uuid(), new.id, now() + interval '14 days');
  return null;
end
$$;
create trigger subscription_follows_tenant after insert on tenants
  for each row execute function subscription_follows_tenant();

-- A new workspace is asked for everything at once, whoever made it.
create function ask_new_workspace() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.due_work (tenant_id, job, at) values (new.id, '*', now());
  return null;
end
$$;
create trigger ask_new_workspace after insert on tenants for each row execute function ask_new_workspace();

-- == Usage: the ledger and its sums ==

-- Whoever adds rows to the ledger, its sums follow in the same statement. Months are locked before hours, as a
-- reservation locks its month first; rows are taken in one order, so that two statements never wait for each other.
create function usage_follows() returns trigger
language plpgsql as $$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  insert into public.usage_periods as p (tenant_id, meter, month, used)
    select a.tenant_id, a.meter, to_char(a.at at time zone t.time_zone, 'YYYY-MM') as month, sum(a.quantity)
    from added a join public.tenants t on t.id = a.tenant_id
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (tenant_id, meter, month) do update set used = p.used + excluded.used;
  insert into public.usage_hours as h
      (tenant_id, meter, hour, member_id, team_id, api_key_id, quantity, events, cost)
    select a.tenant_id, a.meter, date_trunc('hour', a.at, t.time_zone) as hour, coalesce(a.member_id, nobody),
      coalesce(a.team_id, nobody), coalesce(a.api_key_id, nobody), sum(a.quantity), count(*), sum(a.cost)
    from added a join public.tenants t on t.id = a.tenant_id
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict (tenant_id, meter, hour, member_id, team_id, api_key_id) do update
      set quantity = h.quantity + excluded.quantity, events = h.events + excluded.events, cost = h.cost + excluded.cost;
  return null;
end
$$;
create trigger usage_follows after insert on usage_events
  referencing new table as added for each statement execute function usage_follows();

-- Writes usage of a workspace into the ledger, each key once; returns how many entries were new. In the order of their keys: two
-- statements with the same keys never wait for each other.
create function record_uses(tenant uuid, uses jsonb) returns integer
language sql set search_path = pg_catalog, public, pg_temp as $$
  with given as (
    select r.*, row_number() over (partition by r.meter, r.key order by r.id) as nth
    from jsonb_to_recordset(uses) as r(id uuid, meter text, key text, quantity int, unit_cost numeric, at timestamptz, source text,
      member_id uuid, team_id uuid, api_key_id uuid, entity text, record_id uuid)
  ),
  teams_of as (
    select distinct on (m.member_id) m.member_id, m.team_id from public.team_members m
    where m.tenant_id = tenant and m.member_id in (select g.member_id from given g)
    order by m.member_id, m.team_id
  ),
  fresh as (
    insert into public.usage_keys (tenant_id, meter, key, at)
    select tenant, g.meter, g.key, g.at from given g where g.nth = 1
    order by g.meter, g.key
    on conflict (tenant_id, meter, key) do nothing
    returning meter, key
  ),
  added as (
    insert into public.usage_events (tenant_id, id, meter, quantity, cost, at, source, member_id, team_id, api_key_id, entity, record_id)
    select tenant, g.id, g.meter, g.quantity, g.quantity * g.unit_cost, g.at, g.source, g.member_id,
           coalesce(g.team_id, o.team_id), g.api_key_id, g.entity, g.record_id
    from given g left join teams_of o on o.member_id = g.member_id
    where g.nth = 1 and exists (select from fresh f where f.meter = g.meter and f.key = g.key)
    returning 1
  )
  select count(*)::int from added
$$;

-- The same for several workspaces at once, as the role that calls and for one workspace after the other. Returns for each what its month
-- has used by now, by meter, or why nothing was written for it.
create function record_collected(batches jsonb) returns table (tenant_id uuid, used jsonb, failure text)
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  one record;
begin
  -- A workspace whose rows somebody holds waits for the next writing, and not all others for it.
  perform set_config('lock_timeout', '500ms', true);
  for one in select * from jsonb_to_recordset(batches) as b(tenant uuid, month text, uses jsonb) order by b.tenant loop
    tenant_id := one.tenant;
    used := null;
    failure := null;
    perform set_config('app.tenant_id', one.tenant::text, true);
    begin
      perform public.record_uses(one.tenant, one.uses);
      used := (select coalesce(jsonb_object_agg(p.meter, p.used), '{}'::jsonb) from public.usage_periods p
               where p.tenant_id = one.tenant and p.month = one.month);
    exception when others then
      failure := sqlerrm;
    end;
    return next;
  end loop;
end
$$;

-- == Opportunities ==

-- The follow-up time of an opportunity is computed anew after each move or touch.
CREATE FUNCTION service_reset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."service_due_at" := NULL;
  NEW."service_stamp" := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER "service_reset" BEFORE UPDATE OF "stage_id", "status", "stage_entered_at", "touched_at" ON "opportunities"
  FOR EACH ROW
  WHEN ((OLD."stage_id", OLD."status", OLD."stage_entered_at", OLD."touched_at")
    IS DISTINCT FROM (NEW."stage_id", NEW."status", NEW."stage_entered_at", NEW."touched_at"))
  EXECUTE FUNCTION service_reset();

-- == Staff and support ==

-- Staff have no right in any workspace: nobody is both. The app role may not read who is staff, so this asks for it.
create function is_staff(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from public.staff where user_id = person)
$$;
revoke all on function is_staff(uuid) from public;

create function members_are_no_staff() returns trigger
language plpgsql as $$
begin
  if new.user_id is not null and public.is_staff(new.user_id) then
    raise exception 'A staff account cannot be a member of a workspace.' using errcode = 'TL001';
  end if;
  return new;
end
$$;
create trigger members_are_no_staff before insert or update of user_id on members
  for each row execute function members_are_no_staff();

create function staff_are_no_members() returns trigger
language plpgsql as $$
begin
  if exists (select from public.members where user_id = new.user_id) then
    raise exception 'A member of a workspace cannot be staff.' using errcode = 'TL001';
  end if;
  return new;
end
$$;
create trigger staff_are_no_members before insert on staff
  for each row execute function staff_are_no_members();

-- A support session ends when what it depends on ends: the workspace, the member who allowed it, the staff account or its
-- sign-in.
create function support_ends_with_tenant() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'suspended'
    where tenant_id = new.id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_tenant after update of status on tenants
  for each row when (new.status <> 'active') execute function support_ends_with_tenant();

create function support_ends_with_member() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'member'
    where tenant_id = new.tenant_id and member_id = new.id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_member after update of status on members
  for each row when (new.status <> 'active') execute function support_ends_with_member();

create function support_ends_with_staff() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'staff'
    where staff_id = old.user_id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_staff after update of suspended_at or delete on staff
  for each row execute function support_ends_with_staff();

create function support_ends_with_session() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'signedOut'
    where session_id = old.id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_session after update of revoked_at or delete on sessions
  for each row execute function support_ends_with_session();

-- A support session also ends when its sign-in loses the second factor.
create function support_ends_with_factor() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'factor'
    where session_id = new.id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_factor after update of factor_at on sessions
  for each row when (old.factor_at is not null and new.factor_at is null) execute function support_ends_with_factor();

-- == The end of a workspace ==

-- The tables of a workspace, those first that no other one points to. It names a table, not its partitions.
create function purge_order() returns text[]
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

-- A workspace that is due, locked until the transaction ends; no row where it is gone already. Policies of the owner role
-- let only its rows through, by a setting that ends with the transaction.
create function purge_lock(tenant uuid) returns setof tenants
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  one public.tenants;
begin
  perform set_config('app.purged_tenant', tenant::text, true);
  select * into one from public.tenants t where t.id = tenant for update;
  if one.id is null then return; end if;
  if one.deletion_due_at is null or one.deletion_due_at > now() then
    raise exception 'the deletion of workspace % is not due', tenant using errcode = 'object_not_in_prerequisite_state';
  end if;
  if one.status = 'suspended' then
    raise exception 'workspace % is suspended', tenant using errcode = 'object_not_in_prerequisite_state';
  end if;
  return next one;
end
$$;

-- Deletes up to `most` rows of a workspace that is due; returns how many, 0 when only its own row and the runs of jobs are left.
-- It can be called again and again. Rows of several partitions may have the same ctid.
create function purge_tenant_rows(tenant uuid, most integer) returns integer
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

-- Deletes a workspace that is due, with every row that belongs to it or names it, and leaves a line in the log of staff.
-- Refuses any other. False where there is none any more.
create function purge_tenant(tenant uuid) returns boolean
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  one public.tenants;
  source text;
begin
  select * into one from public.purge_lock(tenant);
  if one.id is null then return false; end if;
  foreach source in array public.purge_order() loop
    execute format('delete from %s where tenant_id = $1', source) using tenant;
  end loop;
  delete from public.identity_events e where e.data ? 'tenantId' and e.data ->> 'tenantId' = tenant::text;
  delete from public.tenants t where t.id = tenant;
  insert into public.staff_events (name, workspace_id, workspace_name, data)
    values ('workspace.deleted', one.id, one.name, jsonb_build_object('slug', one.slug, 'askedAt', one.deletion_asked_at,
      'dueAt', one.deletion_due_at, 'createdAt', one.created_at));
  return true;
end
$$;
revoke all on function purge_order(), purge_lock(uuid), purge_tenant_rows(uuid, integer), purge_tenant(uuid) from public;

-- == Personal data ==

-- The log of acts outside workspaces holds addresses and browsers of people. It stays insert-only for every role: this
-- function alone deletes, and only what is older than 180 days by the clock of the database.
create function forget_identity_events(most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone integer;
begin
  delete from public.identity_events where id in (
    select id from public.identity_events where at < now() - interval '180 days' order by at limit most
    for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end
$$;
revoke all on function forget_identity_events(integer) from public;

-- A payload without the values of some keys: texts say that they were erased, everything else is null. The key "custom"
-- covers the fields of the workspace, each of which has a key of its own there.
create function without_values(payload jsonb, keys text[]) returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
as $$
  select case when jsonb_typeof(payload) is distinct from 'object' then payload else (
    select coalesce(jsonb_object_agg(key, case
      when not (key = any (keys) or key like 'custom.%' and 'custom' = any (keys)) or jsonb_typeof(value) = 'null' then value
      when jsonb_typeof(value) = 'string' then to_jsonb('Erased'::text)
      else 'null'::jsonb end), '{}')
    from jsonb_each(payload)) end
$$;

-- Erases what events say of a person: their own events, and those of records linked to them, lose the fields that are declared
-- personal; other events and names of files say "a person". Who did what, and when, stays. Returns how many events it changed,
-- `most` at most. Refuses a request that is not open or not in the audit log.
create function redact_events(request uuid, most integer) returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  asked record;
  keys text[];
  names text[];
  pattern text;
  files integer;
  own integer;
  others integer;
  linked integer;
begin
  select r.entity, r.entity_id into asked from public.privacy_requests r
    join public.events e on e.tenant_id = r.tenant_id and e.id = r.event_id
    where r.tenant_id = tenant and r.id = request and r.closed_at is null
      and e.name = r.entity || '.erasureRequested' and e.entity = r.entity and e.entity_id = r.entity_id;
  if not found then
    raise exception 'no open privacy request covers these events' using errcode = 'object_not_in_prerequisite_state';
  end if;
  keys := public.personal_fields(asked.entity) || 'known'::text;
  -- Of several people in one event, those that it names by one of this person's names. They come first: the person's own
  -- events say these names.
  names := array(
    select distinct said.name from public.events e, unnest(array[e.before ->> 'name', e.after ->> 'name', e.data ->> 'name']) as said(name)
    where e.tenant_id = tenant and e.entity = asked.entity and e.entity_id = asked.entity_id and said.name is not null
      and e.name not like '%.file%');
  -- The texts that are of this person: names of several words, mail addresses of any time, and what the request says.
  pattern := (
    select coalesce(string_agg(distinct regexp_replace(said.text, '[][\\^$.|?*+(){}]', '\\\&', 'g'), '|'), '(?!)')
    from (
      select unnest(names) as text
      union select k.value #>> '{}' from public.events e, jsonb_path_query(e.data, '$.known[*]') as k(value)
        where e.tenant_id = tenant and e.entity = asked.entity and e.entity_id = asked.entity_id
      union select v.value #>> '{}' from public.events e, unnest(array[e.before, e.after]) as side(payload),
          jsonb_path_query(side.payload, '$.** ? (@.type() == "string")') as v(value)
        where e.tenant_id = tenant and e.entity = asked.entity and e.entity_id = asked.entity_id
          and v.value #>> '{}' ~ '^\S+@\S+$'
    ) said
    where said.text ~ '@|\S\s+\S' and lower(said.text) <> 'a person');
  with recursive called(name) as (
    (select e.name from public.events e where e.tenant_id = tenant order by e.name limit 1)
    union all
    select (select e.name from public.events e where e.tenant_id = tenant and e.name > c.name order by e.name limit 1)
    from called c where c.name is not null
  ), changed as (
    select e.id, e.data || jsonb_build_object('name', regexp_replace(e.data ->> 'name', pattern, 'a person', 'gi')) as data
    from called c join public.events e on e.tenant_id = tenant and e.name = c.name
    where c.name like '%.file%' and e.data ->> 'name' ~* pattern and not (e.entity = asked.entity and e.entity_id = asked.entity_id)
    order by e.id limit most)
  update public.events e set data = c.data from changed c where e.tenant_id = tenant and e.id = c.id;
  get diagnostics files = row_count;
  with changed as (
    select e.id, e.data || jsonb_build_object(asked.entity, 'a person') as data
    from public.event_subjects s join public.events e on e.tenant_id = s.tenant_id and e.id = s.event_id
    where s.tenant_id = tenant and s.entity = asked.entity and s.entity_id = asked.entity_id and e.entity <> asked.entity
      and e.data ->> asked.entity = any (names) and e.data ->> asked.entity <> 'a person'
    order by e.id limit most - files)
  update public.events e set data = c.data from changed c where e.tenant_id = tenant and e.id = c.id;
  get diagnostics others = row_count;
  with records as (
    select l.from_entity as entity, l.from_id as id from public.record_links l
    where l.tenant_id = tenant and l.to_entity = asked.entity and l.to_id = asked.entity_id
      and l.from_entity = any (public.personal_entities())
    union
    select e.entity, e.entity_id from public.events e
    where e.tenant_id = tenant and e.name = any (select of || '.deleted' from unnest(public.personal_entities()) of)
      and e.before::text like '%' || asked.entity_id || '%'
  ), changed as (
    select e.id, public.without_values(e.before, k.keys) as before, public.without_values(e.after, k.keys) as after,
      public.without_values(e.data, k.keys) as data
    from records r cross join lateral (select public.personal_fields(r.entity) as keys) k
      join public.events e on e.tenant_id = tenant and e.entity = r.entity and e.entity_id = r.id
    where (e.before, e.after, e.data) is distinct from
      (public.without_values(e.before, k.keys), public.without_values(e.after, k.keys), public.without_values(e.data, k.keys))
    order by e.id limit most - files - others)
  update public.events e set before = c.before, after = c.after, data = c.data
    from changed c where e.tenant_id = tenant and e.id = c.id;
  get diagnostics linked = row_count;
  with changed as (
    select e.id, public.without_values(e.before, keys) as before, public.without_values(e.after, keys) as after,
      public.without_values(e.data, keys) as data
    from public.events e
    where e.tenant_id = tenant and e.entity = asked.entity and e.entity_id = asked.entity_id
      and (e.before, e.after, e.data) is distinct from
        (public.without_values(e.before, keys), public.without_values(e.after, keys), public.without_values(e.data, keys))
    order by e.id limit most - files - others - linked)
  update public.events e set before = c.before, after = c.after, data = c.data
    from changed c where e.tenant_id = tenant and e.id = c.id;
  get diagnostics own = row_count;
  return files + own + others + linked;
end
$$;
revoke all on function redact_events(uuid, integer) from public;

-- == Partitions of tables that grow with time ==

-- Events and their subjects are divided by quarter of the id of the event, which carries its time; uses by month. A row that fits
-- in none is in the default partition until extend_partitions makes one for it.

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

-- The tables with partitions, the column by which each is divided, and the period of a partition.
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

-- == Statistics ==

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
