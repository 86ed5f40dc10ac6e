import type { ListInput, Sort } from "@/lib/list";
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
