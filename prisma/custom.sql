-- The functions of custom fields and tags. The file can be applied again and again; it comes after search.sql, and before
-- search-sources.sql: documents hold the texts of custom fields too.
--
-- Each noun's table has `custom`, the values, and `custom_keys`, the keys by which records are found: an object of lists,
-- {"contact.region": ["emea"], "contact.arrMinor": [1200]}. A name behind "!" is of a field whose values are unique; one
-- behind "~" is the mark of a field's line in search documents, and is no key.

-- The lines of a record's search document.
create or replace function custom_lines(keys jsonb) returns text
language sql immutable parallel safe as $$
  select string_agg(E'\n' || substr(k.key, 2) || ' ' || public.search_fold(k.value ->> 0), '' order by k.key)
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

-- Updates go row by row: planned for a small table, one statement compares all values of the workspace with all rows.
create or replace function custom_values_write() returns trigger
language plpgsql as $$
declare
  one record;
begin
  if tg_op = 'INSERT' then
    insert into public.custom_values (tenant_id, record_id, field, place, text, number)
      select t.tenant_id, t.id, r.field, r.place, r.value, r.number
      from changed t, public.custom_rows(t.custom_keys) r where t.custom_keys is not null;
  elsif tg_op = 'UPDATE' then
    for one in
      select t.tenant_id, t.id, t.custom_keys as keys from changed t join earlier b on b.id = t.id
      where t.custom_keys is distinct from b.custom_keys
    loop
      delete from public.custom_values v where v.tenant_id = one.tenant_id and v.record_id = one.id;
      insert into public.custom_values (tenant_id, record_id, field, place, text, number)
        select one.tenant_id, one.id, r.field, r.place, r.value, r.number from public.custom_rows(one.keys) r;
    end loop;
  else
    for one in select t.tenant_id, t.id from earlier t where t.custom_keys is not null loop
      delete from public.custom_values v where v.tenant_id = one.tenant_id and v.record_id = one.id;
    end loop;
  end if;
  return null;
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
    execute format('create or replace trigger custom_insert after insert on %s referencing new table as changed for each statement execute function public.custom_values_write()', t.name);
    execute format('create or replace trigger custom_update after update on %s referencing old table as earlier new table as changed for each statement execute function public.custom_values_write()', t.name);
    execute format('create or replace trigger custom_delete after delete on %s referencing old table as earlier for each statement execute function public.custom_values_write()', t.name);
  end loop;
  for t in select unnest(array['custom_fields', 'tags']) as name loop
    execute format('create or replace trigger fields_insert after insert on %I referencing new table as changed for each statement execute function public.fields_version_raise()', t.name);
    execute format('create or replace trigger fields_update after update on %I referencing new table as changed for each statement execute function public.fields_version_raise()', t.name);
    execute format('create or replace trigger fields_delete after delete on %I referencing old table as changed for each statement execute function public.fields_version_raise()', t.name);
  end loop;
end
$$;
