-- A custom field with the key "constructor" was read from every record as JavaScript's own property of that name, and its
-- text was kept as a key. The records have no such value. Triggers take the rows of keys along.
do $$
declare
  t record;
begin
  for t in
    select c.oid::regclass as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'custom_keys' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  loop
    execute format('alter table %s no force row level security', t.name);
    execute format($sql$
      update %s set custom_keys = (
        select jsonb_object_agg(k.key, k.value) from jsonb_each(custom_keys) k
        where k.value::text not ilike '%%function object() { [native code] }%%')
      where custom_keys::text ilike '%%function object() { [native code] }%%'$sql$, t.name);
    execute format('alter table %s force row level security', t.name);
  end loop;
end
$$;
