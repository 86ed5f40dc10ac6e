import "server-only";
import { trialReminders } from "@/lib/plans";
import { subscriptionColumn } from "@/server/subscription";
import type { WorkspaceSort } from "../schema";
import { deletionLateSql, planSql, standingSql } from "./standing-sql";

/** The records of a workspace are counted up to this number. */
export const countedUpTo = 10_000;
/** A trial counts as an alert in its last days. */
const lastDays = Math.min(...trialReminders.filter((days) => days > 1));

/**
 * Every workspace that the search finds, with all that filters ask. Columns are expressions: a page in the order of an
 * index computes them for the rows that it passes, and counts compute them for all.
 */
export const found = `
  with planned as (
    select t.*, b.state, b.past_due_since, b.trial_ends_at, ${deletionLateSql} as deletion_late, ${planSql} as plan
    from tenants t join subscriptions b on b.tenant_id = t.id
    where $1::text is null or lower(t.name) like $1 or t.slug like $1 or t.id in (
      select m.tenant_id from users u join members m on m.user_id = u.id
      where $2::text is not null and starts_with(u.email_key, $2))
  ),
  stood as (
    select x.*, ${standingSql} as standing,
           coalesce(x.plan = 'trial' and x.trial_ends_at < now() + interval '${lastDays} days', false) as trial_soon,
           exists (select from event_deliveries d
                   where d.tenant_id = x.id and d.delivered_at is null and d.parked_at is not null) as parked
    from planned x where $3::text is null or x.plan = $3
  ),
  shown as (
    select y.*, y.standing = 'past_due' or y.deletion_late or y.trial_soon or y.parked as alerts,
           exists (select from support_access a
                   where a.tenant_id = y.id and a.mode = 'until' and a.ends_at > now()) as access
    from stood y
  )`;

export const isShown = (show: string) => `
  case ${show} when 'trial' then standing = 'trial' when 'past_due' then standing = 'past_due'
    when 'suspended' then standing = 'suspended' when 'ending' then deletion_due_at is not null
    when 'alerts' then alerts when 'access' then access else true end`;

/** How a list is ordered: by a column that an index has, and the place after which the first page begins. */
export const orders = {
  name: { key: `lower(name) collate "C"`, type: "text", by: "asc", first: "" },
  newest: { key: "created_at", type: "timestamptz", by: "desc", first: "infinity" },
  activity: { key: "active_at", type: "timestamptz", by: "desc", first: "infinity" },
} as const satisfies Record<WorkspaceSort, object>;

const lastActive = `
  left join (select tenant_id, max(last_active_at) as active_at from members group by tenant_id) a on a.tenant_id = id`;

/**
 * A page of the list: $1 and $2 the search, $3 the plan, $4 the state, $5 and $6 the row behind which it begins, $7 the
 * number of rows, $8 the entities that count as records.
 */
export function pageSql(sort: WorkspaceSort): string {
  const { key, type, by } = orders[sort];
  return `${found},
       ordered as (
         select shown.*, ${sort === "activity" ? "coalesce(a.active_at, 'epoch') as active_at" : "null as active_at"}
         from shown ${sort === "activity" ? lastActive : ""}
       ),
       page as (
         select *, ${key} as key from ordered
         where ${isShown("$4::text")} and (${key}, id) ${by === "asc" ? ">" : "<"} ($5::${type}, $6::uuid)
         order by ${key} ${by}, id ${by} limit $7
       )
       select t.*, ${subscriptionColumn}, m.members, m.recent, m.last_active_at,
              (select count(*)::int from (
                 select from search_documents d where d.tenant_id = t.id and d.entity = any($8)
                 limit ${countedUpTo + 1}) counted) as records
       from page t
       cross join lateral (
         select count(*) filter (where status = 'active')::int as members, max(last_active_at) as last_active_at,
                count(*) filter (where status = 'active' and last_active_at > now() - interval '7 days')::int as recent
         from members where tenant_id = t.id) m
       order by t.key ${by}, t.id ${by}`;
}
