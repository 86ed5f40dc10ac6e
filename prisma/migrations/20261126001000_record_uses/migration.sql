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
