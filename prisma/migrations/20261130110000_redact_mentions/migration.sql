-- How a text is compared with what is known of a person: the last digits of a number, or its words in order of the alphabet, without
-- accents. Null for what stands for much else: one word, or few digits.
create function mention_key(said text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
as $$
  select case
    when bare ~ '^[\s\u00a0\d+()./-]+$' then (select case when length(d) >= 7 then right(d, 7) end from regexp_replace(bare, '\D', '', 'g') d)
    else (select case when count(*) > 1 then string_agg(word, ' ' order by word) end from regexp_split_to_table(
      lower(regexp_replace(normalize(bare, NFD), '[\u0300-\u036f]', '', 'g')), '[\s\u00a0[:punct:]’]+') word where word <> '')
  end from regexp_replace(said, ';ext=.*$', '') bare
$$;

-- A text without what a pattern finds in it, as far as that is one of the known names, addresses and numbers. A pattern may begin
-- with (?c): then it heeds capitals.
create function without_said(said text, pattern text, known text[]) returns text
language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
as $$
  select case when cardinality(pieces) <> cardinality(found) + 1 then said else (
    select string_agg(p.piece || case when public.mention_key(f.text) = any (known) then 'Erased' else coalesce(f.text, '') end, '' order by p.place)
    from unnest(pieces) with ordinality p(piece, place) left join unnest(found) with ordinality f(text, place) using (place)) end
  from (select regexp_split_to_array(said, pattern, 'i') as pieces,
    array(select m[1] from regexp_matches(said, regexp_replace(pattern, '^(\(\?c\))?(.*)$', '\1(\2)'), 'gi')
      with ordinality r(m, place) order by place) as found) s
$$;

-- A payload without what a pattern finds in its texts. Keys of fields have neither spaces nor addresses, others may be texts. A
-- formatted text in which a name stands in pieces of several formats goes as a whole.
create function without_mentions(value jsonb, pattern text, known text[]) returns jsonb
language plpgsql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
as $$
declare
  whole text;
begin
  case jsonb_typeof(value)
    when 'string' then
      return to_jsonb(public.without_said(value #>> '{}', pattern, known));
    when 'array' then
      return (select coalesce(jsonb_agg(public.without_mentions(one, pattern, known) order by place), '[]')
        from jsonb_array_elements(value) with ordinality as e(one, place));
    when 'object' then
      value := (select coalesce(jsonb_object_agg(
          case when key ~ '[\s@]' then public.without_said(key, pattern, known) else key end,
          public.without_mentions(one, pattern, known)), '{}')
        from jsonb_each(value) as e(key, one));
      if value ->> 'type' = 'doc' then
        whole := (select string_agg(t.value #>> '{}', '') from jsonb_path_query(value, '$.**.text') as t(value));
        if public.without_said(whole, pattern, known) <> whole then return 'null'; end if;
      end if;
      return value;
    else
      return value;
  end case;
end
$$;

-- The same, but for some fields of a record: other people's own names, addresses and numbers.
create function without_mentions_beside(value jsonb, pattern text, known text[], theirs text[]) returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
as $$
  select case when jsonb_typeof(value) = 'object' and cardinality(theirs) > 0
    then public.without_mentions(value - theirs, pattern, known)
      || coalesce((select jsonb_object_agg(key, one) from jsonb_each(value) as e(key, one) where key = any (theirs)), '{}')
    else public.without_mentions(value, pattern, known) end
$$;

-- Erases what events of other records say of a person, by the patterns of the request, in the events after one. What a pattern finds
-- goes only if it is a name of several words, an address or a number that the request knows, and only in events of records, lists
-- and files: those of access, members, keys, exports, billing and the workspace stay. So do those of records that somebody chose to
-- keep, and other requests, which lose their texts at their own end. Returns the last event that it looked at, null after the last
-- one of the workspace. Refuses a request that is not open or not in the audit log.
create function redact_mentions(request uuid, since uuid, most integer) returns uuid
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  asked record;
  known text[];
  part uuid[];
begin
  select r.entity, r.entity_id, e.data -> 'mentions' as said, e.data -> 'known' as known into asked from public.privacy_requests r
    join public.events e on e.tenant_id = r.tenant_id and e.id = r.event_id
    where r.tenant_id = tenant and r.id = request and r.closed_at is null
      and e.name = r.entity || '.erasureRequested' and e.entity = r.entity and e.entity_id = r.entity_id;
  if not found then
    raise exception 'no open privacy request covers these events' using errcode = 'object_not_in_prerequisite_state';
  end if;
  if jsonb_typeof(asked.said) is distinct from 'object' then return null; end if;
  known := array(select distinct public.mention_key(k.value #>> '{}') from jsonb_path_query(asked.known, '$[*]') as k(value));
  part := array(select e.id from public.events e where e.tenant_id = tenant and e.id > since order by e.id limit most);
  if cardinality(part) = 0 then return null; end if;
  with found as (
    select e.id, e.before, e.after, e.data,
      case when e.name like '%.file%' then '{}' else public.identifying_fields(e.entity) end as theirs,
      case coalesce(asked.said -> 'choices' ->> (e.entity || ':' || e.entity_id), asked.said -> 'choices' ->> e.entity)
        when 'true' then asked.said ->> 'every' when 'false' then null else asked.said ->> 'sure' end as pattern
    from public.events e
    where e.tenant_id = tenant and e.id between part[1] and part[cardinality(part)]
      and e.entity = any (public.mention_entities())
      and concat_ws(E'\n', e.before::text, e.after::text, e.data::text) ~* (asked.said ->> 'rough')
      and not (e.entity = asked.entity and e.entity_id = asked.entity_id) and e.name not like '%.erasureRequested'
  ), changed as (
    select id, public.without_mentions_beside(f.before, f.pattern, known, f.theirs) as before,
      public.without_mentions_beside(f.after, f.pattern, known, f.theirs) as after,
      public.without_mentions(f.data, f.pattern, known) as data
    from found f where f.pattern is not null)
  update public.events e set before = c.before, after = c.after, data = c.data from changed c
    where e.tenant_id = tenant and e.id = c.id
      and (e.before, e.after, e.data) is distinct from (c.before, c.after, c.data);
  return case when cardinality(part) = most then part[most] end;
end
$$;
revoke all on function redact_mentions(uuid, uuid, integer) from public;

-- What events say of a person, without the names of files of others: redact_mentions looks for those as for all texts. What the
-- request itself says goes at the end alone: other texts are searched by it.
drop function redact_events(uuid, integer);
create function redact_events(request uuid, most integer, ending boolean) returns integer
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
  linked integer;
begin
  select r.entity, r.entity_id into asked from public.privacy_requests r
    join public.events e on e.tenant_id = r.tenant_id and e.id = r.event_id
    where r.tenant_id = tenant and r.id = request and r.closed_at is null
      and e.name = r.entity || '.erasureRequested' and e.entity = r.entity and e.entity_id = r.entity_id;
  if not found then
    raise exception 'no open privacy request covers these events' using errcode = 'object_not_in_prerequisite_state';
  end if;
  keys := public.personal_fields(asked.entity) || case when ending then array['known', 'mentions'] else '{}' end;
  -- Of several people in one event, those that it names by one of this person's names. They come first: the person's own
  -- events say these names.
  names := array(
    select distinct said.name from public.events e, unnest(array[e.before ->> 'name', e.after ->> 'name', e.data ->> 'name']) as said(name)
    where e.tenant_id = tenant and e.entity = asked.entity and e.entity_id = asked.entity_id and said.name is not null
      and e.name not like '%.file%');
  with changed as (
    select e.id, e.data || jsonb_build_object(asked.entity, 'a person') as data
    from public.event_subjects s join public.events e on e.tenant_id = s.tenant_id and e.id = s.event_id
    where s.tenant_id = tenant and s.entity = asked.entity and s.entity_id = asked.entity_id and e.entity <> asked.entity
      and e.data ->> asked.entity = any (names) and e.data ->> asked.entity <> 'a person'
    order by e.id limit most)
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
    order by e.id limit most - others)
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
    order by e.id limit most - others - linked)
  update public.events e set before = c.before, after = c.after, data = c.data
    from changed c where e.tenant_id = tenant and e.id = c.id;
  get diagnostics own = row_count;
  return own + others + linked;
end
$$;
revoke all on function redact_events(uuid, integer, boolean) from public;
