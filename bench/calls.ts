import type { ListInput, Sort } from "@/lib/list";
import type { Condition } from "@/lib/list-filter";
import type { Stage } from "./stage";

/** A typical filtered list: three conditions and an explicit order. */
export const filteredAccounts: ListInput = {
  conditions: [
    { field: "type", op: "anyOf", value: ["prospect", "customer"] },
    { field: "industry", op: "anyOf", value: ["software", "medical", "finance", "retail"] },
    { field: "employees", op: "atLeast", value: 50 },
  ],
  sort: { field: "annualRevenue", direction: "desc" },
  limit: 50,
};

/** The state of a view with eight conditions; at most 1 % of the accounts have so many employees. */
export const selectiveView = {
  conditions: [
    { field: "employees", op: "atLeast", value: 7_500 },
    { field: "type", op: "noneOf", value: ["competitor"] },
    { field: "industry", op: "notEmpty" },
    { field: "createdAt", op: "before", value: "tomorrow" },
    { field: "annualRevenue", op: "notEmpty" },
    { field: "domain", op: "notEmpty" },
    { field: "externalId", op: "empty" },
    { field: "parent.industry", op: "empty" },
  ],
  sorts: [{ field: "annualRevenue", direction: "desc" }],
} satisfies { conditions: Condition[]; sorts: Sort[] };

const open: Condition = { field: "status", op: "anyOf", value: ["planned", "in_progress"] };
const byDate: Sort = { field: "at", direction: "asc" };
/** The tab Planned of the list of activities. */
export const plannedActivities: ListInput = { conditions: [open], sort: byDate };

/** The tabs of the list of activities and other frequent filters; `today` as YYYY-MM-DD, `recordId` of an account. */
export const activityLists = (today: string, recordId: string): [name: string, input: ListInput][] => [
  ["All", { sort: { field: "at", direction: "desc" } }],
  ["Mine", { conditions: [{ field: "owner", op: "anyOf", value: ["me"] }, open], sort: byDate }],
  [
    "Overdue",
    {
      conditions: [open],
      groups: [
        {
          match: "any",
          conditions: ["startsAt", "dueOn"].map((field) => ({ field, op: "before" as const, value: today })),
        },
      ],
      sort: byDate,
    },
  ],
  ["Planned", plannedActivities],
  ["Done", { conditions: [{ field: "status", op: "anyOf", value: ["completed"] }] }],
  ["No-shows", { conditions: [{ field: "status", op: "anyOf", value: ["no_show"] }] }],
  ["Calls of a record", { conditions: [{ field: "about", op: "anyOf", value: [recordId] }, ofKind("call")] }],
  ["Urgent", { conditions: [{ field: "priority", op: "anyOf", value: ["urgent"] }] }],
];
const ofKind = (kind: string) => ({ field: "kind", op: "anyOf" as const, value: [kind] });

export type ListName = "accounts.list" | "opportunities.list";

/** The columns of a list's order in the database, and how its cursors write a value. */
const orders: Record<ListName, { table: string; columns: Record<string, { column: string; text: string }> }> = {
  "accounts.list": {
    table: "accounts",
    columns: {
      name: { column: "name_key", text: "name_key" },
      annualRevenue: { column: "annual_revenue_minor", text: "annual_revenue_minor::text" },
    },
  },
  "opportunities.list": {
    table: "opportunities",
    columns: {
      createdAt: {
        column: "created_at",
        text: `to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      },
    },
  },
};

function orderOf(list: ListName, sort: Sort): { table: string; column: string; text: string } {
  const { table, columns } = orders[list];
  const order = columns[sort.field];
  if (!order) throw new Error(`The bench does not know where ${list} keeps ${sort.field}.`);
  return { table, ...order };
}

/** The last full page of the rows with a value: at most page 10,000. */
export async function deepestPage(stage: Stage, list: ListName, sort: Sort): Promise<number> {
  const { table, column } = orderOf(list, sort);
  const { rows } = await stage.superuser.query<{ count: number }>(
    `select count(*)::int from ${table} where tenant_id = $1 and archived_at is null and ${column} is not null`,
    [stage.person.tenantId],
  );
  return Math.min(10_000, Math.floor((rows[0]?.count ?? 0) / 50));
}

/** The cursor that continues a list after its first `skip` rows. */
export async function cursorOf(stage: Stage, list: ListName, sort: Sort, skip: number): Promise<string> {
  const { table, column, text } = orderOf(list, sort);
  const { rows } = await stage.superuser.query<{ id: string; value: string }>(
    `select id, ${text} as value
     from ${table} where tenant_id = $1 and archived_at is null and ${column} is not null
     order by ${column} ${sort.direction}, id ${sort.direction} offset $2 limit 1`,
    [stage.person.tenantId, skip - 1],
  );
  const [last] = rows;
  if (!last) throw new Error(`${list} has fewer than ${skip} rows.`);
  const cursor = { s: `${sort.field}:${sort.direction}`, v: last.value, id: last.id, t: "1000+" };
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

/** Input that moves the workspace's first open opportunity: to its next stage, and with the next `turn` back. */
export async function moveInput(stage: Stage, turn: number): Promise<{ id: string; stageId: string }> {
  const { rows } = await stage.superuser.query<{ id: string; stages: string[] }>(
    `select o.id, array(select s.id::text from stages s where s.tenant_id = o.tenant_id and s.pipeline_id = o.pipeline_id
       and s.type = 'open' order by s.position) as stages
     from opportunities o where o.tenant_id = $1 and o.status = 'open' order by o.id limit 1`,
    [stage.person.tenantId],
  );
  const [opportunity] = rows;
  const stageId = opportunity?.stages[1 + (turn % 2)];
  if (!opportunity || !stageId) throw new Error("The data has no open opportunity to move.");
  return { id: opportunity.id, stageId };
}
