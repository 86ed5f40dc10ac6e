import "server-only";
import { z } from "zod";
import { entitlementsAt, seatsOf } from "@/lib/entitlements";
import { nounEntities } from "@/lib/nouns/all";
import { isPaid, isTrial } from "@/lib/plans";
import { foldKey } from "@/lib/text";
import { isoOf } from "@/server/columns";
import { platformQuery } from "@/server/db/client";
import { staffOperation } from "@/server/operation";
import { cursorAt, cursorBehind, pageFrom, placeAt, readPageCursor } from "@/server/page-cursor";
import { type SubscriptionRow, subscriptionOf } from "@/server/subscription";
import {
  listWorkspacesInput,
  type WorkspaceSort,
  workspaceCounts,
  workspaceCountsInput,
  type workspaceLine,
  workspacePage,
  workspacesShown,
} from "../schema";
import { countedUpTo, found, isShown, orders, pageSql } from "./workspaces-sql";

interface Row {
  id: string;
  slug: string;
  name: string;
  time_zone: string;
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
  /** The value by which the list is ordered. */
  key: string | Date;
  subscription: SubscriptionRow | null;
}

type Key = Pick<Row, "key" | "id">;

/** The key and the id of the row after which a page begins. */
function startOf(sort: WorkspaceSort, cursor: string | undefined): [string, string] {
  const { by, first } = orders[sort];
  const edge = by === "asc" ? "00000000-0000-0000-0000-000000000000" : "ffffffff-ffff-ffff-ffff-ffffffffffff";
  if (cursor === undefined) return [first, edge];
  if (sort === "name") return placeAt(cursor, z.tuple([z.string(), z.uuid()]));
  const end = readPageCursor(cursor);
  return [end?.at.toISOString() ?? first, end?.id ?? edge];
}

const cursorAfter = ({ key, id }: Key): string =>
  key instanceof Date ? cursorBehind({ at: key, id }) : cursorAt([key, id]);

/** The search as the statement takes it: a pattern for names and addresses, and the beginning of an e-mail address. */
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
    "Workspaces by name, address or a member's e-mail address, with plan, standing, seats, activity, counted records and alerts.",
  async run(_ctx, { q, plan, show = "all", sort = "name", cursor, limit = 50 }) {
    const rows = await platformQuery<Row>(`staff-workspaces-${sort}`, pageSql(sort), [
      ...searched(q),
      plan ?? null,
      show,
      ...startOf(sort, cursor),
      limit + 1,
      nounEntities,
    ]);
    const page = pageFrom(rows, limit, cursorAfter);
    return { ...page, rows: page.rows.map(present) };
  },
});

function present(row: Row): z.input<typeof workspaceLine> {
  const subscription = subscriptionOf(row.subscription);
  const entitlements = entitlementsAt(subscription, new Date(), row.status);
  const { plan, standing } = entitlements;
  const isUnpaid = subscription.pastDueSince !== null && isPaid(plan);
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    timeZone: row.time_zone,
    plan,
    standing,
    trialEndsAt: isTrial(plan) ? isoOf(subscription.trialEndsAt) : null,
    pastDueSince: isUnpaid ? isoOf(subscription.pastDueSince) : null,
    suspendedReason: row.suspended_reason,
    deletionDueAt: isoOf(row.deletion_due_at),
    seats: { used: row.members, most: seatsOf(subscription, entitlements) },
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
