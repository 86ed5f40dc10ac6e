import "server-only";
import type { z } from "zod";
import { entitlementsAt } from "@/lib/entitlements";
import { nounEntities } from "@/lib/nouns/all";
import { isPaid, isTrial, trialReminders } from "@/lib/plans";
import { foldKey } from "@/lib/text";
import { isoOf } from "@/server/columns";
import { platformQuery } from "@/server/db/client";
import { staffOperation } from "@/server/operation";
import { type SubscriptionRow, subscriptionColumn, subscriptionOf } from "@/server/subscription";
import {
  listWorkspacesInput,
  type WorkspaceSort,
  workspaceCounts,
  workspaceCountsInput,
  type workspaceLine,
  workspacePage,
  workspacesShown,
} from "../schema";
import { deletionLateSql, planSql, standingSql } from "./standing-sql";
import { readTextCursor, textCursor } from "./text-cursor";

interface Row {
  id: string;
  slug: string;
  name: string;
  status: string;
  suspended_reason: string | null;
  deletion_due_at: Date | null;
  deletion_late: boolean;
  created_at: Date;
  members: number;
  recent: number;
  last_active_at: Date | null;
  parked: boolean;
  trial_soon: boolean;
  records: number;
  key: string;
  subscription: SubscriptionRow | null;
}

const countedUpTo = 10_000;
/** A trial counts as an alert in its last days. */
const lastDays = Math.min(...trialReminders.filter((days) => days > 1));

/** Every workspace that the search finds, with all that filters and orders ask: one pass over each small table. */
const found = `
  with planned as (
    select t.id, t.slug, t.name, t.status, t.suspended_reason, t.created_at, t.deletion_due_at, b.state, b.past_due_since,
           b.trial_ends_at, ${deletionLateSql} as deletion_late, ${planSql} as plan
    from tenants t join subscriptions b on b.tenant_id = t.id
    where ($1::text is null or lower(t.name) like $1 or t.slug like $1 or exists (
      select from members m join users u on u.id = m.user_id
      where m.tenant_id = t.id and $2::text is not null and starts_with(u.email_key, $2)))
  ),
  seen as (
    select m.tenant_id, count(*) filter (where m.status = 'active')::int as members, max(m.last_active_at) as last_active_at,
           count(*) filter (where m.status = 'active' and m.last_active_at > now() - interval '7 days')::int as recent
    from members m group by m.tenant_id
  ),
  parked as (
    select distinct d.tenant_id from event_deliveries d where d.delivered_at is null and d.parked_at is not null
  ),
  allowed as (
    select a.tenant_id from support_access a where a.mode = 'until' and a.ends_at > now()
  ),
  stood as (
    select x.*, ${standingSql} as standing,
           coalesce(s.members, 0) as members, coalesce(s.recent, 0) as recent, s.last_active_at,
           p.tenant_id is not null as parked, a.tenant_id is not null as access,
           x.plan = 'trial' and x.trial_ends_at < now() + interval '${lastDays} days' as trial_soon
    from planned x
    left join seen s on s.tenant_id = x.id
    left join parked p on p.tenant_id = x.id
    left join allowed a on a.tenant_id = x.id
  ),
  shown as (
    select *, standing = 'past_due' or deletion_late or parked or coalesce(trial_soon, false) as alerts from stood
    where $3::text is null or plan = $3
  )`;

const isShown = (show: string) => `
  case ${show} when 'trial' then standing = 'trial' when 'past_due' then standing = 'past_due'
    when 'suspended' then standing = 'suspended' when 'ending' then deletion_due_at is not null when 'alerts' then alerts when 'access' then access else true end`;

/** Texts that sort as the values do. */
const stamp = (column: string) =>
  `to_char(coalesce(${column}, 'epoch') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS') collate "C"`;
const orders: Readonly<Record<WorkspaceSort, { key: string; by: "asc" | "desc" }>> = {
  name: { key: `lower(name) collate "C"`, by: "asc" },
  newest: { key: stamp("created_at"), by: "desc" },
  activity: { key: stamp("last_active_at"), by: "desc" },
};

/** The search as the statement takes it: a pattern for names and addresses, and the beginning of a mail address. */
function searched(q: string | undefined): [string | null, string | null] {
  const text = (q ?? "").trim().toLowerCase();
  if (text === "") return [null, null];
  return [`%${text.replaceAll(/[\\%_]/g, "\\$&")}%`, foldKey(text)];
}

export const listWorkspaces = staffOperation({
  kind: "query",
  role: "support",
  input: listWorkspacesInput,
  output: workspacePage,
  describe:
    "Workspaces by name, address or a member's mail address, with plan, standing, seats, activity, counted records and alerts.",
  async run(_ctx, { q, plan, show = "all", sort = "name", cursor, limit = 50 }) {
    const { key, by } = orders[sort];
    const [after, afterId] = readTextCursor(cursor, 2);
    const rows = await platformQuery<Row>(
      `staff-workspaces-${sort}`,
      `${found},
       page as (
         select *, ${key} as key from shown
         where ${isShown("$4::text")}
           and ($5::text is null or (${key}, id) ${by === "asc" ? ">" : "<"} ($5 collate "C", $6::uuid))
         order by ${key} ${by}, id ${by} limit $7
       )
       select page.*, ${subscriptionColumn},
              (select count(*)::int from (
                 select from search_documents d where d.tenant_id = page.id and d.entity = any($8)
                 limit ${countedUpTo + 1}) counted) as records
       from page join tenants t on t.id = page.id order by page.key ${by}, page.id ${by}`,
      [...searched(q), plan ?? null, show, after, afterId, limit + 1, nounEntities],
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      rows: rows.slice(0, limit).map(present),
      nextCursor: last ? textCursor([last.key, last.id]) : null,
    };
  },
});

function present(row: Row): z.input<typeof workspaceLine> {
  const subscription = subscriptionOf(row.subscription);
  const { plan, standing, limit } = entitlementsAt(subscription, new Date(), row.status);
  const isUnpaid = subscription.pastDueSince !== null && isPaid(plan);
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    plan,
    standing,
    trialEndsAt: isTrial(plan) ? isoOf(subscription.trialEndsAt) : null,
    pastDueSince: isUnpaid ? isoOf(subscription.pastDueSince) : null,
    suspendedReason: row.suspended_reason,
    deletionDueAt: isoOf(row.deletion_due_at),
    seats: { used: row.members, most: limit("seats") },
    activeMembers: row.recent,
    records: { count: Math.min(row.records, countedUpTo), more: row.records > countedUpTo },
    alerts: [
      ...(standing === "past_due" ? ["unpaid" as const] : []),
      ...(row.deletion_late ? ["deletionLate" as const] : []),
      ...(row.parked ? ["parked" as const] : []),
      ...(row.trial_soon ? ["trialEnds" as const] : []),
    ],
    lastActiveAt: isoOf(row.last_active_at),
    createdAt: row.created_at.toISOString(),
  };
}

export const countWorkspaces = staffOperation({
  kind: "query",
  role: "support",
  input: workspaceCountsInput,
  output: workspaceCounts,
  describe: "The number of workspaces in each state, of those that the search finds.",
  async run(_ctx, { q, plan }) {
    const columns = workspacesShown.map((show) => `count(*) filter (where ${isShown(`'${show}'`)})::int as "${show}"`);
    const [counts] = await platformQuery<z.input<typeof workspaceCounts>>(
      "staff-workspace-counts",
      `${found} select ${columns.join(", ")} from shown`,
      [...searched(q), plan ?? null],
    );
    if (!counts) throw new Error("A count has one row.");
    return counts;
  },
});
