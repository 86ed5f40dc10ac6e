-- A custom field with the key "constructor" was read from every record as JavaScript's own property of that name, and its
-- text was kept as a key. The records have no such value. Triggers take the rows of keys along, and words of documents:
-- they too write as the owner, so no table may force its policies on the owner meanwhile.
do $$
declare
  forced constant regclass[] := array(
    select c.oid::regclass from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relforcerowsecurity order by c.relname);
  one regclass;
begin
  foreach one in array forced loop execute format('alter table %s no force row level security', one); end loop;
  for one in
    select c.oid::regclass from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'custom_keys' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  loop
    execute format($sql$
      update %s set custom_keys = (
        select jsonb_object_agg(k.key, k.value) from jsonb_each(custom_keys) k
        where k.value::text not ilike '%%function object() { [native code] }%%')
      where custom_keys is not null and custom_keys::text ilike '%%function object() { [native code] }%%'$sql$, one);
  end loop;
  foreach one in array forced loop execute format('alter table %s force row level security', one); end loop;
end
$$;
