-- What follows from the rows of files: the objects that a job deletes from storage, and the bytes that count for the plan.
-- At the end of a workspace neither is needed: everything below its prefix is deleted.
create or replace function files_purged() returns boolean language sql stable as $$
  select coalesce(current_setting('app.purged_tenant', true), '') <> ''
$$;

-- Its versions and uploads go before a file: rows that a foreign key deletes would run triggers as the owner, whom policies bind.
create or replace function files_empty() returns trigger language plpgsql as $$
begin
  if not public.files_purged() then
    delete from public.file_versions where tenant_id = old.tenant_id and file_id = old.id;
    delete from public.file_uploads where tenant_id = old.tenant_id and file_id = old.id;
  end if;
  return old;
end $$;

create or replace function file_versions_leave() returns trigger language plpgsql as $$
begin
  if not public.files_purged() then
    insert into public.stored_deletions (tenant_id, key)
    select t.tenant_id, k.key from earlier t, unnest(array[t.storage_key, t.thumbnail_key]) k (key) where k.key is not null;
  end if;
  return null;
end $$;

-- While an upload is checked, storage may still put its parts together: what comes after its deletion would stay for good.
create or replace function file_uploads_leave() returns trigger language plpgsql as $$
begin
  if not public.files_purged() then
    insert into public.stored_deletions (tenant_id, key, storage_id, due_at)
    select t.tenant_id, t.storage_key, t.storage_id, coalesce(t.leased_until, now())
    from earlier t where t.status <> 'done';
  end if;
  return null;
end $$;

-- The argument is the expression of a row's bytes.
create or replace function file_usage_follow() returns trigger language plpgsql as $$
declare
  before text := format('select tenant_id, -(%s) as bytes from earlier', tg_argv[0]);
  after text := format('select tenant_id, %s as bytes from changed', tg_argv[0]);
begin
  if not public.files_purged() then
    execute format(
      'insert into public.file_usage as u (tenant_id, bytes)
       select b.tenant_id, sum(b.bytes) from (%s) b group by b.tenant_id having sum(b.bytes) <> 0
       on conflict (tenant_id) do update set bytes = u.bytes + excluded.bytes',
      case tg_op when 'INSERT' then after when 'DELETE' then before else before || ' union all ' || after end);
  end if;
  return null;
end $$;

create or replace procedure file_usage_of(source regclass, bytes text)
language plpgsql as $$
declare
  run text := format('for each statement execute function public.file_usage_follow(%L)', bytes);
begin
  execute format('create or replace trigger file_usage_insert after insert on %s referencing new table as changed %s', source, run);
  execute format('create or replace trigger file_usage_update after update on %s referencing old table as earlier new table as changed %s', source, run);
  execute format('create or replace trigger file_usage_delete after delete on %s referencing old table as earlier %s', source, run);
end
$$;

call file_usage_of('files', 'case when removed_at is null then bytes else 0 end');
call file_usage_of('file_uploads', $$case when status = 'done' then 0 else size end$$);

-- The files of a comment go with it, and also when only its mark is left. Uploads first, as for other records (links.sql). A row at
-- a time, and before: after a delete that cascades in one table the role is its owner, whom policies bind.
create or replace function comment_files_leave() returns trigger language plpgsql as $$
begin
  if not public.files_purged() then
    delete from public.file_uploads where tenant_id = old.tenant_id and record_id = old.id and entity = 'comment';
    delete from public.files where tenant_id = old.tenant_id and record_id = old.id and entity = 'comment';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create or replace trigger comment_files_delete before delete on comments
for each row execute function comment_files_leave();
create or replace trigger comment_files_update before update on comments
for each row when (old.deleted_at is null and new.deleted_at is not null) execute function comment_files_leave();

create or replace trigger files_empty before delete on files for each row execute function files_empty();
create or replace trigger file_versions_leave after delete on file_versions referencing old table as earlier
for each statement execute function file_versions_leave();
create or replace trigger file_uploads_leave after delete on file_uploads referencing old table as earlier
for each statement execute function file_uploads_leave();

do $$
begin
  revoke all on procedure file_usage_of(regclass, text) from public;
end
$$;
