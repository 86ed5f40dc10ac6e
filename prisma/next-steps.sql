-- The next step of records, whatever changes it: people, imports, their reverts, programs. `search-sources.sql` calls these for the
-- records that have one, and for the links that lead to it. It changes no version: nobody edits the record.

-- The noon of a day in the zone of the workspace, by which what has only a day is sorted among times.
create or replace function noon_of(day date, tenant uuid) returns timestamptz language sql stable as $$
  select (day + time '12:00') at time zone coalesce((select t.time_zone from public.tenants t where t.id = tenant), 'UTC')
$$;

-- The written line, or the linked record that is due first.
create or replace function next_step_settle() returns trigger language plpgsql as $$
declare
  line_at constant timestamptz := case when new.next_step is not null then public.noon_of(new.next_step_on, new.tenant_id) end;
  linked_at constant timestamptz := (new.next_activity ->> 'at')::timestamptz;
begin
  new.next_line_at := line_at;
  if linked_at <= coalesce(line_at, linked_at) then
    new.next_title := new.next_activity ->> 'name';
    new.next_at := linked_at;
    new.next_on := (new.next_activity ->> 'on')::date;
    new.next_owner_id := (new.next_activity ->> 'ownerId')::uuid;
  else
    new.next_title := new.next_step;
    new.next_at := line_at;
    new.next_on := case when line_at is not null then new.next_step_on end;
    new.next_owner_id := case when new.next_step is not null then coalesce(new.next_step_owner_id, new.owner_id) end;
  end if;
  return new;
end $$;

-- Reads the earliest open linked record of these records again. They are locked first, in one order: of two programs that end
-- two steps of a record at once, the later one sees what the earlier one did.
create or replace function next_steps_renew(tenant uuid, ids uuid[], target text, source text, link text, fits text, step text)
returns void language plpgsql as $$
begin
  execute format('select 1 from public.%I t where t.tenant_id = $1 and t.id = any($2) order by t.id for no key update', target)
    using tenant, ids;
  execute format(
    $sql$
      update public.%I t set next_activity = n.step
      from (
        select x.id, (
          -- `offset 0` keeps the index of open records out: in a database without statistics it would be read whole for each link.
          select %s from (
            select s.* from public.record_links l join public.%I s on s.tenant_id = l.tenant_id and s.id = l.from_id
            where l.tenant_id = $1 and l.to_id = x.id and l.field = %L offset 0
          ) s
          where %s order by (%s ->> 'at')::timestamptz, s.id limit 1
        ) as step from unnest($2) x (id)
      ) n
      where t.tenant_id = $1 and t.id = n.id and t.next_activity is distinct from n.step
    $sql$, target, step, source, link, fits, step)
    using tenant, ids;
end $$;

create or replace function next_steps_link() returns trigger language plpgsql as $$
declare
  one record;
  -- A link that moves to another record, as in a merge, concerns both.
  ends constant text := 'select * from changed' || case when tg_op = 'UPDATE' then ' union all select * from earlier' else '' end;
begin
  if coalesce(current_setting('app.purged_tenant', true), '') <> '' then return null; end if;
  for one in execute format(
    'select l.tenant_id, array_agg(distinct l.to_id) as ids from (%s) l
     where l.to_entity = %L and l.from_entity = %L and l.field = %L group by l.tenant_id', ends, tg_argv[0], tg_argv[2], tg_argv[4])
  loop
    perform public.next_steps_renew(one.tenant_id, one.ids, tg_argv[1], tg_argv[3], tg_argv[4], tg_argv[5], tg_argv[6]);
  end loop;
  return null;
end $$;

create or replace function next_steps_source() returns trigger language plpgsql as $$
declare
  one record;
  state constant text := format('case when %s then %s end', tg_argv[5], tg_argv[6]);
  -- A new record has no links yet, unless they were written first.
  differs constant text := case when tg_op = 'INSERT' then 'select s.id, s.tenant_id from changed s' else format(
    'select n.id, n.tenant_id from (select s.id, s.tenant_id, %1$s as state from changed s) n
     join (select s.id, %1$s as state from earlier s) b on b.id = n.id where n.state is distinct from b.state', state) end;
begin
  if coalesce(current_setting('app.purged_tenant', true), '') <> '' then return null; end if;
  for one in execute format(
    'select l.tenant_id, array_agg(distinct l.to_id) as ids from (%s) c
     join public.record_links l on l.tenant_id = c.tenant_id and l.from_id = c.id
     where l.field = %L and l.to_entity = %L group by l.tenant_id', differs, tg_argv[4], tg_argv[0])
  loop
    perform public.next_steps_renew(one.tenant_id, one.ids, tg_argv[1], tg_argv[3], tg_argv[4], tg_argv[5], tg_argv[6]);
  end loop;
  return null;
end $$;

-- Records of `target` have a next step.
create or replace procedure next_steps_of(target regclass)
language plpgsql as $$
begin
  execute format('create or replace trigger next_step_settle before insert or update of next_step, next_step_on, next_step_owner_id, owner_id, next_activity, next_title, next_at, next_on, next_owner_id, next_line_at on %s for each row execute function public.next_step_settle()', target);
end
$$;

-- Records of `source` that fit, and are linked by `link` to those of `target`, are their steps.
create or replace procedure next_steps_follow(entity text, source regclass, link text, to_entity text, target regclass, fits text, step text)
language plpgsql as $$
declare
  given constant text := format('%L, %L, %L, %L, %L, %L, %L', to_entity, target, entity, source, link, fits, step);
  named constant text := 'next_steps_' || entity || '_' || to_entity;
begin
  execute format('create or replace trigger %I after insert on public.record_links referencing new table as changed for each statement execute function public.next_steps_link(%s)', named || '_insert', given);
  execute format('create or replace trigger %I after update on public.record_links referencing old table as earlier new table as changed for each statement execute function public.next_steps_link(%s)', named || '_move', given);
  execute format('create or replace trigger %I after delete on public.record_links referencing old table as changed for each statement execute function public.next_steps_link(%s)', named || '_delete', given);
  execute format('create or replace trigger %I after insert on %s referencing new table as changed for each statement execute function public.next_steps_source(%s)', named || '_insert', source, given);
  execute format('create or replace trigger %I after update on %s referencing old table as earlier new table as changed for each statement execute function public.next_steps_source(%s)', named || '_update', source, given);
end
$$;

do $$
begin
  revoke all on procedure next_steps_of(regclass) from public;
  revoke all on procedure next_steps_follow(text, regclass, text, text, regclass, text, text) from public;
end
$$;
