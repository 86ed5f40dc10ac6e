-- What a person asked about their data: while a request is open and in the audit log, what events say of them can be erased.
CREATE TABLE "privacy_requests" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    -- The event that says who asked for it, and when.
    "event_id" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("tenant_id","id")
);

-- AddForeignKey
ALTER TABLE "privacy_requests" ADD CONSTRAINT "privacy_requests_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "privacy_requests" ADD CONSTRAINT "privacy_requests_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

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

-- Erases what events say of a person: their own events lose the fields that are declared personal, those of other records
-- the name under which these mention the person. Who did what, and when, stays. Returns how many events it changed, `most`
-- at most. Refuses a request that is not open, or that no event of the audit log about this person covers.
create function redact_events(request uuid, most integer) returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  asked record;
  keys text[];
  names text[];
  own integer;
  others integer;
begin
  select r.entity, r.entity_id into asked from public.privacy_requests r
    join public.events e on e.tenant_id = r.tenant_id and e.id = r.event_id
    where r.tenant_id = tenant and r.id = request and r.closed_at is null
      and e.name = r.entity || '.erasureRequested' and e.entity = r.entity and e.entity_id = r.entity_id;
  if not found then
    raise exception 'no open privacy request covers these events' using errcode = 'object_not_in_prerequisite_state';
  end if;
  keys := public.personal_fields(asked.entity);
  -- Of several people in one event, those that it names by one of this person's names. They come first: the person's own
  -- events say these names.
  names := array(
    select distinct said.name from public.events e, unnest(array[e.before ->> 'name', e.after ->> 'name', e.data ->> 'name']) as said(name)
    where e.tenant_id = tenant and e.entity = asked.entity and e.entity_id = asked.entity_id and said.name is not null);
  with changed as (
    select e.id, public.without_values(e.data, array[asked.entity]) as data
    from public.event_subjects s join public.events e on e.tenant_id = s.tenant_id and e.id = s.event_id
    where s.tenant_id = tenant and s.entity = asked.entity and s.entity_id = asked.entity_id and e.entity <> asked.entity
      and e.data ->> asked.entity = any (names) and e.data ->> asked.entity <> 'Erased'
    order by e.id limit most)
  update public.events e set data = c.data from changed c where e.tenant_id = tenant and e.id = c.id;
  get diagnostics others = row_count;
  with changed as (
    select e.id, public.without_values(e.before, keys) as before, public.without_values(e.after, keys) as after,
      public.without_values(e.data, keys) as data
    from public.events e
    where e.tenant_id = tenant and e.entity = asked.entity and e.entity_id = asked.entity_id
      and (e.before, e.after, e.data) is distinct from
        (public.without_values(e.before, keys), public.without_values(e.after, keys), public.without_values(e.data, keys))
    order by e.id limit most - others)
  update public.events e set before = c.before, after = c.after, data = c.data
    from changed c where e.tenant_id = tenant and e.id = c.id;
  get diagnostics own = row_count;
  return own + others;
end
$$;
revoke all on function redact_events(uuid, integer) from public;
