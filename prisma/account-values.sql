-- The won and open values of accounts by currency: of their own opportunities, and with those of the accounts below them. Triggers add
-- each change, so that lists are sorted by them. They change no version: nobody edits the account.

-- Two objects of amounts by currency as one, without zeros; null for none.
create or replace function account_values_plus(a jsonb, b jsonb) returns jsonb language sql immutable parallel safe as $$
  select jsonb_object_agg(t.currency, t.amount)
  from (
    select e.key as currency, sum(e.value::numeric) as amount
    from (
      select key, value from jsonb_each_text(coalesce(a, '{}')) union all select key, value from jsonb_each_text(coalesce(b, '{}'))
    ) e
    group by e.key having sum(e.value::numeric) <> 0
  ) t
$$;

-- The largest amount, by which lists are sorted: amounts in different currencies are not converted. Cursors hold 18 digits.
create or replace function account_values_most(amounts jsonb) returns bigint language sql immutable parallel safe as $$
  select max(greatest(least(e.value::numeric, 999999999999999999), -999999999999999999))::bigint
  from jsonb_each_text(coalesce(amounts, '{}')) e
$$;

-- The values of the accounts directly below one; archived accounts and what is below them do not count.
create or replace function account_values_below(tenant uuid, account uuid, won boolean) returns jsonb language sql stable as $$
  select jsonb_object_agg(t.currency, t.amount)
  from (
    select e.key as currency, sum(e.value::numeric) as amount
    from public.accounts c
    cross join lateral jsonb_each_text(coalesce(case when won then c.family_won_value else c.family_open_value end, '{}')) e
    where c.tenant_id = tenant and c.parent_id = account and c.archived_at is null
    group by e.key having sum(e.value::numeric) <> 0
  ) t
$$;

create or replace function account_values_settle() returns trigger language plpgsql as $$
begin
  -- Only the triggers below change them: no program, and no import.
  if pg_trigger_depth() = 1 then
    new.won_value := case when tg_op = 'UPDATE' then old.won_value end;
    new.open_value := case when tg_op = 'UPDATE' then old.open_value end;
    new.family_won_value := case when tg_op = 'UPDATE' then old.family_won_value end;
    new.family_open_value := case when tg_op = 'UPDATE' then old.family_open_value end;
  end if;
  new.won_value_most := public.account_values_most(new.won_value);
  new.open_value_most := public.account_values_most(new.open_value);
  new.family_won_value_most := public.account_values_most(new.family_won_value);
  new.family_open_value_most := public.account_values_most(new.family_open_value);
  return new;
end $$;

-- Adds amounts to accounts, and to those above them: each level is locked and changed before the next one, so a program that moves one
-- of them to another parent at the same time waits, or is waited for.
create or replace function account_values_add(tenant uuid, sums jsonb) returns void language plpgsql as $$
declare
  level jsonb := sums;
  own boolean := true;
begin
  while level is not null loop
    perform 1 from public.accounts a
    where a.tenant_id = tenant and a.id in (select s.id from jsonb_to_recordset(level) as s (id uuid))
    order by a.id for no key update;
    update public.accounts a set
      won_value = case when own then public.account_values_plus(a.won_value, s.won) else a.won_value end,
      open_value = case when own then public.account_values_plus(a.open_value, s.opened) else a.open_value end,
      family_won_value = public.account_values_plus(a.family_won_value, s.won),
      family_open_value = public.account_values_plus(a.family_open_value, s.opened)
    from (
      select s.id, jsonb_object_agg(s.currency, s.won) as won, jsonb_object_agg(s.currency, s.opened) as opened
      from jsonb_to_recordset(level) as s (id uuid, currency text, won numeric, opened numeric) group by s.id
    ) s
    where a.tenant_id = tenant and a.id = s.id;
    select jsonb_agg(n) into level from (
      select a.parent_id as id, s.currency, sum(s.won) as won, sum(s.opened) as opened
      from jsonb_to_recordset(level) as s (id uuid, currency text, won numeric, opened numeric)
      join public.accounts a on a.tenant_id = tenant and a.id = s.id
      where a.parent_id is not null and a.archived_at is null
      group by a.parent_id, s.currency having sum(s.won) <> 0 or sum(s.opened) <> 0
    ) n;
    own := false;
  end loop;
end $$;

-- Adds up accounts and those above them again, from the bottom.
create or replace function account_values_renew(tenant uuid, ids uuid[]) returns void language plpgsql as $$
declare
  level record;
begin
  for level in
    with recursive up as (
      select a.id, a.parent_id, a.archived_at, 0 as height from public.accounts a where a.tenant_id = tenant and a.id = any(ids)
      union
      select a.id, a.parent_id, a.archived_at, up.height + 1
      from up join public.accounts a on a.tenant_id = tenant and a.id = up.parent_id where up.archived_at is null and up.height < 1000
    )
    select array_agg(h.id) as ids from (select id, max(height) as height from up group by id) h group by h.height order by h.height
  loop
    perform 1 from public.accounts a where a.tenant_id = tenant and a.id = any(level.ids) order by a.id for no key update;
    update public.accounts a set
      family_won_value = public.account_values_plus(a.won_value, public.account_values_below(tenant, a.id, true)),
      family_open_value = public.account_values_plus(a.open_value, public.account_values_below(tenant, a.id, false))
    where a.tenant_id = tenant and a.id = any(level.ids);
  end loop;
end $$;

-- A changed, moved or archived opportunity takes its amount from one account, status and currency, and adds it to another.
create or replace function account_values_opportunities() returns trigger language plpgsql as $$
declare
  one record;
  counted constant text := 'select t.tenant_id, t.account_id, t.currency, t.status, %s t.amount_minor::numeric as amount from %I t
    where t.account_id is not null and t.archived_at is null and t.amount_minor is not null and t.status in (''won'', ''open'')';
  changes constant text := concat_ws(' union all ',
    case when tg_op <> 'DELETE' then format(counted, '', 'changed') end, case when tg_op <> 'INSERT' then format(counted, '-', 'earlier') end);
begin
  if coalesce(current_setting('app.purged_tenant', true), '') <> '' then return null; end if;
  for one in execute format(
    'select s.tenant_id, jsonb_agg(jsonb_build_object(''id'', s.account_id, ''currency'', s.currency, ''won'', s.won, ''opened'', s.opened)) as sums
     from (
       select c.tenant_id, c.account_id, c.currency, coalesce(sum(c.amount) filter (where c.status = ''won''), 0) as won,
         coalesce(sum(c.amount) filter (where c.status = ''open''), 0) as opened
       from (%s) c group by c.tenant_id, c.account_id, c.currency
     ) s
     where s.won <> 0 or s.opened <> 0 group by s.tenant_id', changes)
  loop
    perform public.account_values_add(one.tenant_id, one.sums);
  end loop;
  return null;
end $$;

-- An account that goes to another parent, is archived or restored takes the values of its branch with it.
create or replace function account_values_tree() returns trigger language plpgsql as $$
declare
  one record;
begin
  if coalesce(current_setting('app.purged_tenant', true), '') <> '' then return null; end if;
  for one in
    select n.tenant_id, array_agg(distinct p.id) as ids
    from changed n join earlier o on o.id = n.id cross join lateral (values (o.parent_id), (n.parent_id)) p (id)
    where p.id is not null and (n.parent_id is distinct from o.parent_id or (n.archived_at is null) <> (o.archived_at is null))
      and (n.family_won_value is not null or n.family_open_value is not null)
    group by n.tenant_id
  loop
    perform public.account_values_renew(one.tenant_id, one.ids);
  end loop;
  return null;
end $$;

create or replace trigger account_values_settle
  before insert or update of won_value, won_value_most, open_value, open_value_most, family_won_value, family_won_value_most, family_open_value, family_open_value_most
  on public.accounts for each row execute function public.account_values_settle();
create or replace trigger account_values_tree after update on public.accounts
  referencing old table as earlier new table as changed for each statement execute function public.account_values_tree();
create or replace trigger account_values_insert after insert on public.opportunities
  referencing new table as changed for each statement execute function public.account_values_opportunities();
create or replace trigger account_values_update after update on public.opportunities
  referencing old table as earlier new table as changed for each statement execute function public.account_values_opportunities();
create or replace trigger account_values_delete after delete on public.opportunities
  referencing old table as earlier for each statement execute function public.account_values_opportunities();
