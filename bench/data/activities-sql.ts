// Activities over two years, one an equal time after the other. One in twenty is still to be done, and of those most are
// due in the next two months. Each is linked to one of 5,000 accounts, contacts or opportunities; half of them to two records.

const kinds = ["call", "email", "meeting", "task", "note", "demo", "sms", "linkedin", "chat", "proposal", "contract"];
const listOf = (texts: readonly string[]) => `array[${texts.map((text) => `'${text}'`).join(", ")}]`;

export const activitySql = [
  `create temp table linkable as
   select tenant_id, 'account' as entity, n, id from firm where n <= 5000
   union all
   select tenant_id, 'contact', n, id from (
     select tenant_id, id, row_number() over (partition by tenant_id order by id) as n from contacts) c where n <= 5000
   union all
   select tenant_id, 'opportunity', n, id from (
     select tenant_id, id, row_number() over (partition by tenant_id order by id) as n from opportunities) o where n <= 5000`,
  "create index on linkable (tenant_id, entity, n)",
  "analyze linkable",
  `create temp table reach as select tenant_id, entity, max(n) as most from linkable group by tenant_id, entity`,
  `insert into activities (id, tenant_id, name, name_key, kind, status, priority, starts_at, due_on, duration, owner_id,
     participants, participants_key, completed_at, at, creator_id, created_at, updated_at)
   select uuidv7(), a.tenant_id, initcap(kind) || ' about topic ' || a.n, kind || ' about topic ' || a.n, kind, status,
     (array['normal', 'normal', 'normal', 'high'])[1 + a.n % 4],
     case when not is_task then moment end, case when is_task then moment::date end,
     case when not is_task then 30 end, seat.id,
     case when a.n % 20 = 3 then jsonb_build_array(other.id) end,
     case when a.n % 20 = 3 then E'\\n' || other.id || E'\\n' end,
     case when status = 'completed' then moment end,
     case when is_task then moment::date + interval '12 hours' else moment end, seat.id, moment - interval '5 days', now()
   from (
     select plan.tenant_id, slug, n, kind, kind in ('task', 'proposal', 'contract') as is_task,
       case when is_open then (array['planned', 'planned', 'planned', 'in_progress'])[1 + n % 4]
         else (array['completed', 'completed', 'completed', 'completed', 'completed', 'completed', 'completed', 'cancelled', 'no_show'])[1 + n % 9]
       end as status,
       case when is_open then now() + ((n / 20) % 80 - 20) * interval '1 day' + n % 500 * interval '1 minute'
         else now() - n * (interval '730 days' / activities) end as moment
     from plan, generate_series(1, activities) n,
       lateral (select n % 20 = 0 as is_open, (${listOf(kinds)})[1 + n % ${kinds.length}] as kind) k
   ) a
   join seat on seat.tenant_id = a.tenant_id and seat.k = a.n % case a.slug when 'bench' then 40 else 5 end
   join seat other on other.tenant_id = a.tenant_id and other.k = a.n % 5`,
  `insert into record_keys (tenant_id, entity, field, key, record_id)
   select tenant_id, 'activity', 'participants', trim(participants_key, E'\\n'), id from activities where participants is not null`,
  "analyze activities",
  // The place is computed first: joined at once, each activity would meet all records of its kind.
  `with wanted as materialized (
     select a.tenant_id, a.id, l.place, reach.entity, 1 + a.n * 7 % reach.most as n
     from (select tenant_id, id, row_number() over (partition by tenant_id order by id) as n from activities) a
     cross join lateral (
       values (0, (array['account', 'contact', 'opportunity'])[1 + a.n % 3]),
         (1, case when a.n % 2 = 0 then (array['contact', 'opportunity', 'account'])[1 + a.n % 3] end)) l (place, entity)
     join reach on reach.tenant_id = a.tenant_id and reach.entity = l.entity
   )
   insert into record_links (id, tenant_id, from_entity, from_id, field, position, to_entity, to_id)
   select uuidv7(), w.tenant_id, 'activity', w.id, 'about', w.place, r.entity, r.id
   from wanted w join linkable r using (tenant_id, entity, n)`,
];
