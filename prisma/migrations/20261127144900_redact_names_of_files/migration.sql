-- Erases what events say of a person: their own events lose the fields that are declared personal, and so do those of
-- records that are linked to them, or were when they were deleted; other events, and names of files in them, name "a
-- person". Who did what, and when, stays. Returns how many events it changed, `most` at most. Refuses a request that is not
-- open or not in the audit log.
create or replace function redact_events(request uuid, most integer) returns integer
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
