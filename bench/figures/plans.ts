import type { Client } from "pg";
import type { Shape } from "./hot-shapes";

type PlanNode = {
  "Relation Name"?: string;
  Alias?: string;
  "Index Cond"?: string;
  Filter?: string;
  "Hash Cond"?: string;
  "Merge Cond"?: string;
  "Join Filter"?: string;
  Plans?: PlanNode[];
};

/** The compared columns of each table: those that a plan looks up in an index, and those that it filters or joins by. */
type Compared = { indexed: Map<string, Set<string>>; filtered: Map<string, Set<string>> };

/** Conditions that use an index for the superuser and only filter or join for the app role. */
export async function lostIndexes(shapes: readonly Shape[], app: Client, superuser: Client): Promise<string[]> {
  const lost: string[] = [];
  for (const { name, statements } of shapes) {
    for (const statement of statements) {
      const [free, bound] = [await compared(superuser, statement), await compared(app, statement)];
      for (const [table, columns] of free.indexed) {
        for (const column of columns) {
          const isLost = !bound.indexed.get(table)?.has(column) && bound.filtered.get(table)?.has(column);
          if (isLost) lost.push(`${name}: ${table}.${column}`);
        }
      }
    }
  }
  return [...new Set(lost)];
}

type Sent = Shape["statements"][number];

async function compared(client: Client, { text, values }: Sent): Promise<Compared> {
  // The question is which index can be used: small tables are read whole otherwise, kept, and joined as their sizes suggest.
  await client.query("begin");
  for (const way of ["seqscan", "hashjoin", "mergejoin", "material"])
    await client.query(`set local enable_${way} = off`);
  const { rows } = await client.query<{ "QUERY PLAN": { Plan: PlanNode }[] }>({
    text: `explain (format json) ${text}`,
    values: [...values],
  });
  await client.query("rollback");
  const found: Compared = { indexed: new Map(), filtered: new Map() };
  for (const { Plan } of rows[0]?.["QUERY PLAN"] ?? []) {
    collect(Plan, undefined, found);
    collectJoins(Plan, new Map(scansIn(Plan)), found);
  }
  return found;
}

/** A bitmap scan names its table in the node above the one with the index. */
function collect(node: PlanNode, above: string | undefined, found: Compared): void {
  const table = node["Relation Name"] ?? above;
  if (table) {
    add(found.indexed, table, node["Index Cond"]);
    add(found.filtered, table, node.Filter);
  }
  for (const child of node.Plans ?? []) collect(child, table, found);
}

const scansIn = (node: PlanNode): [alias: string, table: string][] => [
  ...(node.Alias && node["Relation Name"] ? [[node.Alias, node["Relation Name"]] as [string, string]] : []),
  ...(node.Plans ?? []).flatMap(scansIn),
];

/** A join has no table of its own: its condition names the columns of both sides with the aliases of their scans. */
function collectJoins(node: PlanNode, tables: ReadonlyMap<string, string>, found: Compared): void {
  const conditions = [node["Hash Cond"], node["Merge Cond"], node["Join Filter"]].join(" ");
  for (const [, alias = "", column = ""] of conditions.matchAll(/\b(\w+)\.(\w+)\b/g)) {
    const table = tables.get(alias);
    if (table) found.filtered.set(table, (found.filtered.get(table) ?? new Set()).add(column));
  }
  for (const child of node.Plans ?? []) collectJoins(child, tables, found);
}

function add(into: Map<string, Set<string>>, table: string, condition: string | undefined): void {
  const columns = condition?.match(/\b[a-z_]+(?=\)?(?:::\w+)? (?:=|<|>|<=|>=|IS|@>|~~)\s)/g) ?? [];
  for (const column of columns) into.set(table, (into.get(table) ?? new Set()).add(column));
}
