// As many contacts as accounts. In the first workspace they have four custom fields: `seats`, a number, and `tier`, a
// choice, whose values are spread as those of built-in fields are; `region`, a text that all but one in 5,000 have, and
// `site`, which one in 5,000 has.

const options = ["gold", "silver", "bronze", "tin"].map((value) => ({ value, label: value }));
const sources = ["website", "referral", "event", "partner"];
const listOf = (texts: readonly string[]) => `array[${texts.map((text) => `'${text}'`).join(", ")}]`;

export const contactSql = [
  `insert into contacts (id, tenant_id, name, name_key, first_name, last_name, emails, emails_key, job_title, lead_source,
     owner_id, account_id, last_contacted_at, custom, custom_keys, custom_shape, created_at, updated_at)
   select uuidv7(), c.tenant_id, name, lower(name), first, last,
     jsonb_build_array(jsonb_build_object('value', mail, 'type', 'work')), E'\\n' || mail || E'\\n', 'Buyer',
     (${listOf(sources)})[1 + c.n % 4], seat.id, firm.id, now() - seats * interval '1 minute',
     case when c.slug = 'bench' then jsonb_strip_nulls(jsonb_build_object('seats', seats, 'tier', tier, 'region', region, 'site', site)) end,
     keys, custom_shape_of(keys),
     now() - c.n * interval '31 seconds', now()
   from (
     select plan.*, n, (random() * 500000)::int as seats, (${listOf(options.map(({ value }) => value))})[1 + n % 4] as tier,
       case when n % 5000 <> 7 then (array['north', 'south', 'east', 'west'])[1 + n % 4] || ' ' || n end as region,
       case when n % 5000 = 7 then 'https://' || n || '.example' end as site,
       f.first, l.last || ' ' || n as last, f.first || ' ' || l.last || ' ' || n as name,
       lower(f.first || '.' || l.last) || n || '@people.example' as mail
     from plan, generate_series(1, accounts) n,
       lateral (select (array['Ann', 'Bea', 'Cid', 'Dora', 'Emil', 'Fay', 'Gus', 'Hal'])[1 + n % 8] as first) f,
       lateral (select (array['Archer', 'Brook', 'Carver', 'Dale', 'Ember', 'Frost'])[1 + n % 6] as last) l
   ) c
   join seat on seat.tenant_id = c.tenant_id and seat.k = n % 5
   left join firm on firm.tenant_id = c.tenant_id and firm.n = 1 + c.n % 700
   cross join lateral (
     select case when c.slug = 'bench' then jsonb_strip_nulls(jsonb_build_object('contact.seats', jsonb_build_array(seats),
       'contact.tier', jsonb_build_array(tier), 'contact.region', case when region is not null then jsonb_build_array(region) end,
       'contact.site', case when site is not null then jsonb_build_array(site) end)) end as keys
   ) k`,
  `insert into record_keys (tenant_id, entity, field, key, record_id)
   select tenant_id, 'contact', 'emails', trim(emails_key, E'\\n'), id from contacts`,
  `insert into custom_fields (id, tenant_id, entity, key, kind, label, position, settings, updated_at)
   select uuidv7(), tenant_id, 'contact', f.key, f.kind, initcap(f.key), f.position, f.settings::jsonb, now()
   from plan, (values ('seats', 'number', 1, '{"decimals": 0}'), ('tier', 'choice', 2, '${JSON.stringify({ options })}'),
     ('region', 'text', 3, '{}'), ('site', 'url', 4, '{}')) f (key, kind, position, settings)
   where slug = 'bench'`,
  "update tenants set fields_version = 1 where slug = 'bench'",
  `insert into custom_values (tenant_id, record_id, field, place, text, number, parts)
   select t.tenant_id, t.id, r.field, r.place, r.value, r.number, custom_parts(t.tenant_id, r.field, r.value)
   from contacts t, custom_rows(t.custom_keys) r where t.custom_keys is not null`,
];
