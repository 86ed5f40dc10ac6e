// Rows of all workspaces at once, in sets: `plan` has the number of each. Foreign keys are not checked meanwhile, so
// every reference is taken from an existing row.

/**
 * Workspaces with their people, products and pipelines. $1 accounts, $2 board opportunities, $3 older ones, $4
 * others, $5 activities.
 */
export const planSql = `
  create temp table plan as
  select uuidv7() as tenant_id, 'bench' as slug, $1::int as accounts, $2::int as opportunities, $3::int as older,
    $5::int as activities
  union all
  select uuidv7(), 'other-' || n, 700, 300, 0, 100 from generate_series(1, $4::int) n`;

export const workspaceSql = [
  `insert into tenants (id, slug, name, currency, locale, time_zone, updated_at)
   select tenant_id, slug, initcap(slug), 'USD', 'en-US', 'UTC', now() from plan`,
  // Triggers rest while these rows come; the largest plan, so that no limit stops a measure.
  `insert into subscriptions (id, tenant_id, plan, state, updated_at)
   select uuidv7(), tenant_id, 'enterprise', 'active', now() from plan`,

  `create temp table seat as
   select tenant_id, k, uuidv7() as id from plan, generate_series(0, case slug when 'bench' then 39 else 4 end) k`,
  `insert into members (id, tenant_id, name, name_key, role, status, updated_at)
   select id, tenant_id, 'Member ' || k, 'member ' || k, 'member', 'placeholder', now() from seat`,

  `insert into products (id, tenant_id, name, name_key, price_minor, currency, updated_at)
   select uuidv7(), tenant_id, 'Product ' || k, 'product ' || k, k * 10000, 'USD', now() from plan, generate_series(1, 7) k`,

  `create temp table line as
   select tenant_id, p, uuidv7() as id from plan, generate_series(0, 1) p where p = 0 or older > 0`,
  `insert into pipelines (id, tenant_id, name, name_key, is_default, position, updated_at)
   select id, tenant_id, names[p + 1], lower(names[p + 1]), p = 0, p, now()
   from line, (select array['Sales', 'Older'] as names) n`,
  `create temp table step as
   select tenant_id, p, line.id as pipeline_id, k, uuidv7() as id,
     (array['open', 'open', 'open', 'open', 'won', 'lost'])[k + 1] as type
   from line, generate_series(0, 5) k`,
  `insert into stages (id, tenant_id, pipeline_id, name, name_key, type, position, probability, color, rot_days, updated_at)
   select id, tenant_id, pipeline_id, names[k + 1], lower(names[k + 1]), type, k + 1,
     (array[10, 25, 50, 75, 100, 0])[k + 1], k + 1, case when type = 'open' then 30 end, now()
   from step, (select array['Lead', 'Qualified', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'] as names) n`,
];

export const accountSql = [
  `create temp table firm as
   select tenant_id, slug, n, uuidv7() as id from plan, generate_series(1, accounts) n`,
  `insert into accounts (id, tenant_id, name, name_key, domain, domain_key, type, industry, employees,
     annual_revenue_minor, currency, parent_id, owner_id, created_at, updated_at)
   select f.id, f.tenant_id, f.name, lower(f.name), domain, domain,
     (array['prospect', 'prospect', 'prospect', 'customer', 'customer', 'partner', 'churned', 'other'])[1 + (a * 8)::int % 8],
     (array['software', 'medical', 'finance', 'retail', 'telecom', 'marketing', 'services', 'energy', 'transport',
       'education', 'food', 'media'])[1 + (b * 12)::int % 12],
     (exp(c * 9))::int, case when d > 0.1 then (exp(10 + d * 12))::bigint end, case when d > 0.1 then 'USD' end,
     case when n % 20 = 0 then lag(f.id, 7) over (partition by f.tenant_id order by n) end, seat.id,
     now() - n * interval '37 seconds', now()
   from (
     select firm.*, random() as a, random() as b, random() as c, random() as d,
       (array['Acme', 'Blue', 'Cedar', 'Delta', 'Eagle', 'Forge', 'Grand', 'Harbor', 'Iron', 'Jade', 'Kan', 'Lake',
         'Metro', 'North', 'Orchid', 'Pine'])[1 + (random() * 16)::int % 16]
       || ' ' || (array['Works', 'Systems', 'Foods', 'Media', 'Labs', 'Partners', 'Group', 'Logistics', 'Energy',
         'Health'])[1 + (random() * 10)::int % 10] || ' ' || n as name,
       'firm-' || n || '.example' as domain
     from firm
   ) f
   join seat on seat.tenant_id = f.tenant_id and seat.k = n % 5`,
  "delete from firm where n > 5000",
  "create index on firm (tenant_id, n)",
  "analyze firm",
];

/** $1 ranks in order, at least a sixth of the opportunities of any pipeline. */
export const opportunitySql = `
  insert into opportunities (id, tenant_id, name, name_key, account_id, pipeline_id, stage_id, status, rank, amount_minor,
    currency, expected_close_date, actual_close_date, closed_at, owner_id, stage_entered_at, touched_at, created_at, updated_at)
  select uuidv7(), d.tenant_id, concat_ws(' – ', 'Opportunity ' || d.n, firm.n), concat_ws(' – ', 'opportunity ' || d.n, firm.n),
    firm.id,
    step.pipeline_id, step.id, step.type, ranks.rank, case when d.n % 7 > 0 then (exp(8 + r * 6))::bigint end, 'USD',
    current_date + (r * 120)::int - 30, closed::date, closed, seat.id, entered, entered, entered - interval '20 days', now()
  from (
    select plan.tenant_id, p, n, random() as r, now() - random() * interval '60 days' as entered
    from plan, generate_series(0, 1) p, generate_series(0, case p when 0 then opportunities else older end - 1) n
  ) d
  join step on step.tenant_id = d.tenant_id and step.p = d.p and step.k = d.n % 6
  join unnest($1::text[]) with ordinality ranks(rank, place) on ranks.place = d.n / 6 + 1
  join seat on seat.tenant_id = d.tenant_id and seat.k = d.n % 5
  left join firm on firm.tenant_id = d.tenant_id and firm.n = 1 + d.n * 7 % 700 and d.n % 6 > 0,
  lateral (select case when step.type <> 'open' then entered end as closed) c`;

/** The values of accounts, whose triggers rest; here a family has two levels at most. */
export const valueSql = [
  `create temp table sums as
   select o.tenant_id, o.account_id, a.parent_id, o.status, sum(o.amount_minor) as amount
   from opportunities o join accounts a on a.tenant_id = o.tenant_id and a.id = o.account_id
   where o.status in ('won', 'open') and o.amount_minor is not null group by 1, 2, 3, 4`,
  `update accounts a set
     won_value = nullif(jsonb_strip_nulls(jsonb_build_object('USD', own_won)), '{}'), won_value_most = own_won,
     open_value = nullif(jsonb_strip_nulls(jsonb_build_object('USD', own_open)), '{}'), open_value_most = own_open,
     family_won_value = nullif(jsonb_strip_nulls(jsonb_build_object('USD', won)), '{}'), family_won_value_most = won,
     family_open_value = nullif(jsonb_strip_nulls(jsonb_build_object('USD', open)), '{}'), family_open_value_most = open
   from (
     select tenant_id, id, sum(amount) filter (where status = 'won') as won,
       sum(amount) filter (where status = 'open') as open,
       sum(amount) filter (where status = 'won' and own) as own_won,
       sum(amount) filter (where status = 'open' and own) as own_open
     from (
       select tenant_id, account_id as id, status, amount, true as own from sums
       union all select tenant_id, parent_id, status, amount, false from sums where parent_id is not null
     ) s group by 1, 2
   ) s where a.tenant_id = s.tenant_id and a.id = s.id`,
];

export const historySql = [
  `insert into stage_entries (id, tenant_id, opportunity_id, stage_id, sequence, entered_at, actor_id, source)
   select uuidv7(), tenant_id, id, stage_id, 1, stage_entered_at, owner_id, 'app' from opportunities`,
  `insert into opportunity_lines (id, tenant_id, opportunity_id, product_id, quantity, unit_price_minor, position)
   select uuidv7(), o.tenant_id, o.id, p.id, 1, o.amount_minor, 1
   from opportunities o join products p on p.tenant_id = o.tenant_id and p.name = 'Product 3'
   where o.amount_minor % 3 = 0`,
  `create temp table happened as
   select uuidv7() as event_id, tenant_id, id, owner_id, account_id, created_at from opportunities`,
  `insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, actor_member_id, data, request_id, at)
   select event_id, tenant_id, 'opportunity.created', 'opportunity', id, 1,
     jsonb_build_object('type', 'user', 'memberId', owner_id), owner_id, '{}', 'bench', created_at
   from happened`,
  `insert into event_subjects (tenant_id, event_id, entity, entity_id)
   select tenant_id, event_id, 'account', account_id from happened where account_id is not null`,
];
