import pg from "pg";
import { vi } from "vitest";

/** A part of a query plan. */
export interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Filter?: string;
  "Subplan Name"?: string;
  "Recheck Cond"?: string;
  Plans?: Plan[];
  "Actual Rows"?: number;
  "Rows Removed by Filter"?: number;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  /** How often the node ran; only for an executed statement. */
  "Actual Loops"?: number;
}
export interface Statement {
  text: string;
  values: unknown[];
  /** The role that sent it. */
  user: string;
}

/** The statements of an operation, without transaction control and settings. */
export async function statementsOf(act: () => Promise<unknown>): Promise<Statement[]> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  const failed = await act().then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const calls = query.mock.calls.map(([config, values], place): Statement => {
    const { user = "" } = query.mock.contexts[place] as unknown as { user?: string };
    return typeof config === "string"
      ? { text: config, values: values as unknown as unknown[], user }
      : { ...(config as unknown as Statement), user };
  });
  query.mockRestore();
  if (failed) throw failed.error;
  return calls.filter(
    ({ text }) => !/^\s*(begin|commit|rollback|savepoint|release|set|discard|select set_config)/i.test(text),
  );
}

/** A plan and all below it. */
export const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

interface Part {
  name: string;
  parent: string;
  /** The partition of the present quarter or month, where almost all rows of a test lie, or an index of it. */
  present: boolean;
}

/** The partitions that a connection's database has, which are read once. */
const known = new WeakMap<pg.Client, Promise<Map<string, Part>>>();

async function readParts(client: pg.Client): Promise<Map<string, Part>> {
  const { rows } = await client.query<Part>(
    `select i.inhrelid::regclass::text as name, i.inhparent::regclass::text as parent,
       coalesce(x.indrelid, i.inhrelid)::regclass::text ~ ('_' || to_char(now() at time zone 'UTC', '(YYYY"q"Q|YYYY_MM)') || '$') as present
     from pg_inherits i left join pg_index x on x.indexrelid = i.inhrelid`,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

/** Gives partitions and their indexes the names of their tables. Where a plan reads the present one, others do not count. */
async function nameTables(nodes: readonly Plan[], client: pg.Client): Promise<void> {
  const reading = known.get(client) ?? readParts(client);
  known.set(client, reading);
  const parts = await reading;
  for (const key of ["Relation Name", "Index Name"] as const) {
    const partOf = (node: Plan) => parts.get(node[key] ?? "");
    const isPresent = nodes.some((node) => partOf(node)?.present);
    for (const node of nodes) {
      const part = partOf(node);
      if (part && isPresent && !part.present) delete node[key];
      else if (part) node[key] = part.parent;
    }
  }
}

/** The plan of a statement, or with `analyze` its execution. */
export async function planOf({ text, values }: Statement, client: pg.Client, analyze = false): Promise<Plan> {
  const options = analyze ? "format json, analyze, buffers" : "format json";
  const { rows } = await client.query<{ "QUERY PLAN": { Plan: Plan }[] }>(`explain (${options}) ${text}`, values);
  const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
  if (!plan) throw new Error("There is no plan.");
  await nameTables(nodesOf(plan), client);
  return plan;
}

/** Whether a condition names a column. */
export const mentions = (text: string | undefined, column: string): boolean =>
  new RegExp(`\\b${column}\\b`).test(text ?? "");

/** The conditions under which a plan finds its rows in indexes. */
export const indexConditions = (plan: Plan): string =>
  nodesOf(plan)
    .map((inner) => inner["Index Cond"] ?? "")
    .join(" ");

/** A connection of one role, in a workspace, that reads no table whole if an index can be used. */
export async function plannerOf(url: string, tenantId: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("select set_config('app.tenant_id', $1, false)", [tenantId]);
  // The planner prefers to read small tables whole; the question is whether an index could be used.
  await client.query("set enable_seqscan = off");
  return client;
}
