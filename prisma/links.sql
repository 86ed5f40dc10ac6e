-- Links, mentions, comments, follows, reminders, files and the mark of sample data go with the records that they name, whatever
-- deletes those: people, imports that are reverted, the erasure of a person. `search-sources.sql` calls this for the table of
-- each noun.
create or replace function links_delete() returns trigger language plpgsql as $$
begin
  delete from public.record_links l using earlier t where l.tenant_id = t.tenant_id and l.from_id = t.id;
  delete from public.record_links l using earlier t where l.tenant_id = t.tenant_id and l.to_id = t.id;
  delete from public.record_follows f using earlier t
  where f.tenant_id = t.tenant_id and f.record_id = t.id and f.entity = tg_argv[0];
  delete from public.record_reminders r using earlier t where r.tenant_id = t.tenant_id and r.record_id = t.id;
  delete from public.sample_records s using earlier t where s.tenant_id = t.tenant_id and s.record_id = t.id;
  delete from public.comments c using earlier t
  where c.tenant_id = t.tenant_id and c.record_id = t.id and c.entity = tg_argv[0];
  -- Uploads first: one that becomes a file now has ended before the files are looked for.
  delete from public.file_uploads u using earlier t
  where u.tenant_id = t.tenant_id and u.record_id = t.id and u.entity = tg_argv[0];
  delete from public.files f using earlier t
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
