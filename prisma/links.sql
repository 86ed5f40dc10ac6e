-- Links, mentions and follows go with the records that they name, whatever deletes those: people, imports that are reverted, the
-- erasure of a person. `search-sources.sql` calls this for the table of each noun.
create or replace function links_delete() returns trigger language plpgsql as $$
begin
  delete from public.record_links l using earlier t where l.tenant_id = t.tenant_id and l.from_id = t.id;
  delete from public.record_links l using earlier t where l.tenant_id = t.tenant_id and l.to_id = t.id;
  delete from public.record_follows f using earlier t
  where f.tenant_id = t.tenant_id and f.record_id = t.id and f.entity = tg_argv[0];
  delete from public.mentions m using earlier t
  where m.tenant_id = t.tenant_id and m.record_id = t.id and m.entity = tg_argv[0];
  delete from public.mentions m using earlier t
  where m.tenant_id = t.tenant_id and m.to_id = t.id and m.to_entity = tg_argv[0];
  return null;
end $$;

create or replace procedure links_follow(entity text, source regclass)
language plpgsql as $$
begin
  execute format('create or replace trigger links_delete after delete on %s referencing old table as earlier for each statement execute function public.links_delete(%L)', source, entity);
end
$$;

do $$
begin
  revoke all on procedure links_follow(text, regclass) from public;
end
$$;
