-- The order of the changes feed, whatever changes a record: people, imports, their reverts, programs. Each record knows the
-- transaction that changed it last, and `record_exits` those that may have left somebody's sight.
-- `search-sources.sql` calls `changes_follow` for the table of each noun, and `changes_of_links` for those with links.

-- An insert has it by the default of the column.
create or replace function changed_in_set() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id()::text::bigint;
  return new;
end $$;

-- `owner` and the other columns say who sees a record; null for kinds without one. With a `creator` it is seen through its links.
create or replace procedure changes_follow(entity text, source regclass, owner text, creator text, members text, access text)
language plpgsql as $$
declare
  named constant text := 'record_exits_' || lower(regexp_replace(entity, '([A-Z])', '_\1', 'g'));
  -- The links of a record from before: its own triggers remove them later (links.sql).
  links constant text := case when creator is null then 'null::jsonb' else
    '(select jsonb_agg(jsonb_build_object(''entity'', l.to_entity, ''id'', l.to_id)) from public.record_links l where l.tenant_id = b.tenant_id and l.from_id = b.id)' end;
  exits constant text := format(
    'insert into public.record_exits (tenant_id, entity, record_id, owner_id, creator_id, members, source_id, links)
     select b.tenant_id, %L, b.id, %s, %s, %s, %s, %s from earlier b', entity,
    coalesce('b.' || quote_ident(owner), 'null::uuid'), coalesce('b.' || quote_ident(creator), 'null::uuid'),
    coalesce('b.' || quote_ident(members), 'null::jsonb'), coalesce('b.' || quote_ident(access), 'null::uuid'), links);
  -- What is removed with a workspace leaves nothing behind.
  -- Never row by row: a plan that was made for one row would join thousands so.
  body constant text := 'create or replace function public.%I() returns trigger language plpgsql set enable_nestloop = off as $fn$ begin
    if coalesce(current_setting(''app.purged_tenant'', true), '''') <> '''' then return null; end if;
    %s;
    return null;
  end $fn$';
  differs text;
begin
  execute format('create or replace trigger changed_in_set before update on %s for each row execute function public.changed_in_set()', source);
  execute format(body, named || '_delete', exits);
  -- Its name comes before that of `links_delete`: triggers run in the order of their names.
  execute format('create or replace trigger exits_delete after delete on %s referencing old table as earlier for each statement execute function public.%I()', source, named || '_delete');
  select string_agg(format('b.%1$I is distinct from n.%1$I', c), ' or ') into differs
  from unnest(array[owner, creator, members, access]) c where c is not null;
  if differs is null then return; end if;
  execute format(body, named || '_update', exits || ' join changed n on n.id = b.id where ' || differs);
  execute format('create or replace trigger exits_update after update on %s referencing old table as earlier new table as changed for each statement execute function public.%I()', source, named || '_update');
end
$$;

-- Records of `source` show their links: one more or less changes them. With a `creator` a lost link may take them out of sight.
create or replace procedure changes_of_links(entity text, source regclass, owner text, creator text, members text)
language plpgsql as $$
declare
  named constant text := 'changes_of_' || lower(regexp_replace(entity, '([A-Z])', '_\1', 'g'));
  exits constant text := case when creator is null then '' else format(
    'insert into public.record_exits (tenant_id, entity, record_id, owner_id, creator_id, members, links)
     select t.tenant_id, %L, t.id, t.%I, t.%I, %s, jsonb_agg(jsonb_build_object(''entity'', l.to_entity, ''id'', l.to_id))
     from changed l join %s t on t.tenant_id = l.tenant_id and t.id = l.from_id
     where l.from_entity = %L group by t.tenant_id, t.id;', entity, owner, creator,
    coalesce('t.' || quote_ident(members), 'null::jsonb'), source, entity) end;
  -- The rows are locked in one order. Those that this transaction has changed already have its number. By ids, and in parts: the plans of
  -- triggers may have been made for one row, and join all rows of a statement with each other.
  body constant text := 'create or replace function public.%1$I() returns trigger language plpgsql set enable_seqscan = off as $fn$
  declare
    mine constant bigint := pg_current_xact_id()::text::bigint;
    tenants uuid[];
    ids uuid[];
    part uuid[];
    at_once constant int := 500;
  begin
    if coalesce(current_setting(''app.purged_tenant'', true), '''') <> '''' then return null; end if;
    %2$s
    select array_agg(distinct l.tenant_id), array_agg(distinct l.from_id) into tenants, ids
    from changed l where l.from_entity = %4$L;
    if ids is null then return null; end if;
    for place in 1..cardinality(ids) by at_once loop
      part := ids[place:place + at_once - 1];
      perform 1 from %3$s t where t.tenant_id = any(tenants) and t.id = any(part) and t.changed_in <> mine
      order by t.id for no key update;
      update %3$s t set changed_in = mine where t.tenant_id = any(tenants) and t.id = any(part) and t.changed_in <> mine;
    end loop;
    return null;
  end $fn$';
begin
  execute format(body, named || '_insert', '', source, entity);
  execute format(body, named || '_loss', exits, source, entity);
  execute format('create or replace trigger %I after insert on public.record_links referencing new table as changed for each statement execute function public.%I()', named || '_insert', named || '_insert');
  execute format('create or replace trigger %I after update on public.record_links referencing old table as changed for each statement execute function public.%I()', named || '_move', named || '_loss');
  execute format('create or replace trigger %I after delete on public.record_links referencing old table as changed for each statement execute function public.%I()', named || '_delete', named || '_loss');
end
$$;

do $$
begin
  revoke all on procedure changes_follow(text, regclass, text, text, text, text) from public;
  revoke all on procedure changes_of_links(text, regclass, text, text, text) from public;
end
$$;
