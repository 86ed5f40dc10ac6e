-- The functions of custom fields and tags. The file can be applied again and again; it comes after search.sql, and before
-- search-sources.sql: documents hold the texts of custom fields too.
--
-- Each noun's table has `custom`, the values, and `custom_keys`, the keys by which records are found: an object of lists,
-- {"contact.region": ["emea"], "contact.arrMinor": [1200]}. A name behind "!" is of a field whose values are unique; one
-- behind "~" is the mark of a field's line in search documents, and is no key.

-- The lines of a record's search document.
create or replace function custom_lines(keys jsonb) returns text
language sql immutable parallel safe as $$
  select string_agg(E'\n' || substr(k.key, 2) || ' ' || public.search_text(k.value ->> 0), '' order by k.key)
  from jsonb_each(case when jsonb_typeof(keys) = 'object' then keys end) k where left(k.key, 1) = '~'
$$;

-- The rows of a record's keys.
create or replace function custom_rows(keys jsonb) returns table (field text, place integer, value text, number double precision)
language sql immutable parallel safe as $$
  select k.key, v.place::integer, case jsonb_typeof(v.value) when 'number' then null else v.value #>> '{}' end,
    case jsonb_typeof(v.value) when 'number' then (v.value #>> '{}')::double precision end
  from jsonb_each(case when jsonb_typeof(keys) = 'object' then keys end) k,
    jsonb_array_elements(k.value) with ordinality v (value, place)
  where left(k.key, 1) <> '~'
$$;

-- The kinds of fields whose lists look for parts of a text; a test compares them with the lists.
create or replace function custom_kinds_in_parts() returns text[]
language sql immutable parallel safe as $$ select array['text', 'url', 'email', 'phone'] $$;

-- The text in which lists look for parts of this key; null for keys of fields of other kinds.
create or replace function custom_parts(tenant uuid, key_of text, given text) returns text
language sql stable parallel safe as $$
  select public.search_fold(given) from public.custom_fields f
  where given is not null and f.tenant_id = tenant and f.entity = split_part(key_of, '.', 1)
    and f.key = split_part(key_of, '.', 2) and f.kind = any (public.custom_kinds_in_parts())
$$;

-- Which keys a record has, as one value: records that lack the same fields have the same. Null where it has none.
create or replace function custom_shape_of(keys jsonb) returns uuid
language sql immutable parallel safe as $$
  select md5(string_agg(k, ',' order by k collate "C"))::uuid
  from jsonb_object_keys(case when jsonb_typeof(keys) = 'object' then keys else '{}' end) k where left(k, 1) not in ('~', '!')
$$;

create or replace function custom_shape_write() returns trigger
language plpgsql as $$
begin
  new.custom_shape := public.custom_shape_of(new.custom_keys);
  return new;
end
$$;

-- Updates go row by row: planned for a small table, one statement compares all values of the workspace with all rows. Rows
-- that stay the same are not written again.
create or replace function custom_values_write() returns trigger
language plpgsql as $$
declare
  one record;
begin
  if tg_op = 'INSERT' then
    insert into public.custom_values (tenant_id, record_id, field, place, text, number, parts)
      select t.tenant_id, t.id, r.field, r.place, r.value, r.number, public.custom_parts(t.tenant_id, r.field, r.value)
      from changed t, public.custom_rows(t.custom_keys) r where t.custom_keys is not null;
  elsif tg_op = 'UPDATE' then
    for one in
      select t.tenant_id, t.id, t.custom_keys as keys from changed t join earlier b on b.id = t.id
      where t.custom_keys is distinct from b.custom_keys
    loop
      delete from public.custom_values v where v.tenant_id = one.tenant_id and v.record_id = one.id
        and not exists (
          select from public.custom_rows(one.keys) r where r.field = v.field and r.place = v.place
            and r.value is not distinct from v.text and r.number is not distinct from v.number);
      insert into public.custom_values (tenant_id, record_id, field, place, text, number, parts)
        select one.tenant_id, one.id, r.field, r.place, r.value, r.number, public.custom_parts(one.tenant_id, r.field, r.value)
        from public.custom_rows(one.keys) r
        on conflict (tenant_id, record_id, field, place) do nothing;
    end loop;
  else
    for one in select t.tenant_id, t.id from earlier t where t.custom_keys is not null loop
      delete from public.custom_values v where v.tenant_id = one.tenant_id and v.record_id = one.id;
    end loop;
  end if;
  return null;
end
$$;

-- Records whose value of a field ("contact.region") holds a text, which is folded as keys are and escaped for LIKE; at most so
-- many. It runs as the owner, whom no policy binds: trigrams have no index under one. The caller loads the records under the
-- policies, and compares their keys.
create or replace function custom_find(key_of text, part text, most integer) returns setof uuid
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set enable_indexscan = off
set enable_indexonlyscan = off
as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  folded constant text := search_fold(part);
begin
  -- A text without trigrams would be compared with the whole index: the index of whole texts is read instead.
  if folded !~ '[a-z0-9]{3}' then
    perform set_config('enable_bitmapscan', 'off', true), set_config('enable_indexonlyscan', 'on', true);
    return query
      select v.record_id from custom_values v
      where v.tenant_id = tenant and v.field = key_of and v.text like '%' || part || '%'
      limit most;
    return;
  end if;
  return query
    select v.record_id from custom_values v
    where v.tenant_id = tenant and v.field = key_of and v.parts like '%' || folded || '%' and v.parts is not null
    limit most;
end
$$;

-- Servers keep the definitions of one version: each change raises it, whoever makes the change.
create or replace function fields_version_raise() returns trigger
language plpgsql as $$
begin
  update public.tenants set fields_version = fields_version + 1 where id in (select c.tenant_id from changed c);
  return null;
end
$$;

do $$
declare
  t record;
begin
  for t in
    select c.oid::regclass as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'custom_keys' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  loop
    execute format('create or replace trigger custom_shape_insert before insert on %s for each row when (new.custom_keys is not null) execute function public.custom_shape_write()', t.name);
    execute format('create or replace trigger custom_shape_update before update on %s for each row when (new.custom_keys is distinct from old.custom_keys or new.custom_shape is distinct from old.custom_shape) execute function public.custom_shape_write()', t.name);
    execute format('create or replace trigger custom_insert after insert on %s referencing new table as changed for each statement execute function public.custom_values_write()', t.name);
    execute format('create or replace trigger custom_update after update on %s referencing old table as earlier new table as changed for each statement execute function public.custom_values_write()', t.name);
    execute format('create or replace trigger custom_delete after delete on %s referencing old table as earlier for each statement execute function public.custom_values_write()', t.name);
  end loop;
  for t in select unnest(array['custom_fields', 'tags', 'option_lists']) as name loop
    execute format('create or replace trigger fields_insert after insert on %I referencing new table as changed for each statement execute function public.fields_version_raise()', t.name);
    execute format('create or replace trigger fields_update after update on %I referencing new table as changed for each statement execute function public.fields_version_raise()', t.name);
    execute format('create or replace trigger fields_delete after delete on %I referencing old table as changed for each statement execute function public.fields_version_raise()', t.name);
  end loop;
end
$$;

do $$
declare
  app text := coalesce(nullif(current_setting('throughline.app_role', true), ''), 'throughline_app');
begin
  revoke all on function custom_find(text, text, integer) from public;
  execute format('grant execute on function custom_find(text, text, integer) to %I', app);
end
$$;
