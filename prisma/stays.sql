-- The stays of records in the values of a path, whatever changes a record: people, imports, programs. They go with the record.
-- `search-sources.sql` calls this for each path of a noun.
create or replace function stays_write() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    execute format(
      'insert into public.record_stays (tenant_id, entity, record_id, field, value, entered_at)
       select t.tenant_id, %L, t.id, %L, t.%I, t.created_at from changed t',
      tg_argv[0], tg_argv[1], tg_argv[2]);
  else
    -- A reason that is corrected or erased later.
    execute format(
      'update public.record_stays s set reason = t.%3$I from changed t join earlier b on b.id = t.id
       where b.%2$I = t.%2$I and b.%3$I is distinct from t.%3$I
         and s.tenant_id = t.tenant_id and s.record_id = t.id and s.field = %1$L and s.left_at is null',
      tg_argv[1], tg_argv[2], tg_argv[3]);
    execute format(
      'with moved as (
         select t.tenant_id, t.id, t.%3$I as value, t.%4$I as reason
         from changed t join earlier b on b.id = t.id where b.%3$I <> t.%3$I
       ), ended as (
         update public.record_stays s set left_at = now() from moved m
         where s.tenant_id = m.tenant_id and s.record_id = m.id and s.field = %2$L and s.left_at is null
       )
       insert into public.record_stays (tenant_id, entity, record_id, field, value, entered_at, reason)
       select m.tenant_id, %1$L, m.id, %2$L, m.value, now(), m.reason from moved m',
      tg_argv[0], tg_argv[1], tg_argv[2], tg_argv[3]);
  end if;
  return null;
end $$;

create or replace function stays_delete() returns trigger language plpgsql as $$
begin
  delete from public.record_stays s using earlier t where s.tenant_id = t.tenant_id and s.record_id = t.id;
  return null;
end $$;

create or replace procedure stays_follow(entity text, source regclass, field text, value text, reason text)
language plpgsql as $$
declare
  run text := format('for each statement execute function public.stays_write(%L, %L, %L, %L)', entity, field, value, reason);
begin
  execute format('create or replace trigger %I after insert on %s referencing new table as changed %s',
    'stays_insert_' || value, source, run);
  execute format('create or replace trigger %I after update on %s referencing old table as earlier new table as changed %s',
    'stays_update_' || value, source, run);
  execute format('create or replace trigger stays_delete after delete on %s referencing old table as earlier for each statement execute function public.stays_delete()', source);
end
$$;

do $$
begin
  revoke all on procedure stays_follow(text, regclass, text, text, text) from public;
end
$$;
