import type { Client } from "pg";
import type { Shape } from "./hot-shapes";

type PlanNode = {
  "Relation Name"?: string;
  "Index Cond"?: string;
  "Recheck Cond"?: string;
  Filter?: string;
  Plans?: PlanNode[];
};

/** Conditions that use an index for the superuser and are only filters for the app role. */
export async function lostIndexes(shapes: readonly Shape[], app: Client, superuser: Client): Promise<string[]> {
  const lost: string[] = [];
  for (const { name, statements } of shapes) {
    for (const statement of statements) {
      const [free, bound] = [await indexed(superuser, statement), await indexed(app, statement)];
      for (const [table, columns] of free) {
        for (const column of columns) {
          if (!bound.get(table)?.has(column)) lost.push(`${name}: ${table}.${column}`);
        }
      }
    }
  }
  return [...new Set(lost)];
}

type Sent = Shape["statements"][number];

/** The columns of each table that a plan looks up in an index. */
async function indexed(client: Client, { text, values }: Sent): Promise<Map<string, Set<string>>> {
  // The question is which index can be used: small tables are read whole otherwise, by both.
  await client.query("begin");
  await client.query("set local enable_seqscan = off");
  const { rows } = await client.query<{ "QUERY PLAN": { Plan: PlanNode }[] }>({
    text: `explain (format json) ${text}`,
    values: [...values],
  });
  await client.query("rollback");
  const found = new Map<string, Set<string>>();
  for (const { Plan } of rows[0]?.["QUERY PLAN"] ?? []) collect(Plan, undefined, found);
  return found;
}

/** A bitmap scan names its table in the node above the one with the index. */
function collect(node: PlanNode, above: string | undefined, found: Map<string, Set<string>>): void {
  const table = node["Relation Name"] ?? above;
  const columns = node["Index Cond"]?.match(/\b[a-z_]+(?=\)?(?:::\w+)? (?:=|<|>|<=|>=|IS|@>|~~)\s)/g) ?? [];
  if (table) for (const column of columns) found.set(table, (found.get(table) ?? new Set()).add(column));
  for (const child of node.Plans ?? []) collect(child, table, found);
}
