import { indexConditions, mentions, nodesOf, type Plan } from "./plans";

/** Plan nodes that read all their rows before they return the first one. */
const blocking = /^(Sort|Incremental Sort|Aggregate|Hash|HashAggregate|WindowAgg|SetOp|Materialize|Memoize)$/;

/** The tables and indexes of the database, for checking plans. */
export interface Facts {
  /** Whether a table may pass 10,000 rows in a workspace. */
  isLarge(table: string): boolean;
  /** The columns of a table, and those of them that some index finds within the workspace. */
  columns(table: string): ReadonlySet<string>;
  indexed(table: string): ReadonlySet<string>;
  /** Whether an index is partial: it has a condition of its own. */
  isPartial(index: string): boolean;
}

/** How a table is read, with the nodes above it in the plan. */
interface Read {
  node: Plan;
  above: readonly Plan[];
}

function* readsIn(plan: Plan, above: readonly Plan[] = []): Generator<Read> {
  if (plan["Relation Name"]) yield { node: plan, above };
  for (const inner of plan.Plans ?? []) yield* readsIn(inner, [...above, plan]);
}

/** Whether a read ends when enough rows are found: no node below the nearest limit needs all of them first. */
function isBounded(above: readonly Plan[]): boolean {
  const limit = above.findLastIndex((plan) => plan["Node Type"] === "Limit");
  return limit >= 0 && above.slice(limit + 1).every((plan) => !blocking.test(plan["Node Type"]));
}

/** Columns that a condition compares in a way that an index can use, and all columns in it. */
function comparedIn(condition: string): { asked: string[]; named: string[] } {
  const found = (pattern: RegExp) => [...condition.matchAll(pattern)].map(([, column = ""]) => column);
  return {
    asked: found(/\b([a-z_]+)\)?(?:::[a-z]+)? (?:=|<=|>=|<|>|IS NULL)(?= |\)|$)/g),
    named: found(/\b([a-z_]+)\b/g),
  };
}

/**
 * The faults of a plan: tables that may be large and are read whole, by an index that does not begin with the
 * workspace, or all rows of the workspace without a limit although an index could select. Conditions without any
 * usable index (a part of a text, a negation) are exempt.
 */
export function faultsOf(plan: Plan, { isLarge, columns, indexed, isPartial }: Facts): string[] {
  const found: string[] = [];
  for (const { node, above } of readsIn(plan)) {
    const table = node["Relation Name"] ?? "";
    if (!isLarge(table) || node["Node Type"] === "ModifyTable") continue;
    const condition = indexConditions(node);
    const sought = comparedIn(node.Filter ?? "");
    const own = (columns: readonly string[]) => columns.filter((one) => !["tenant_id", "archived_at"].includes(one));
    const missed = own(sought.asked).filter((column) => indexed(table).has(column));
    const isSought = own(sought.named).some((column) => columns(table).has(column));
    const chosen = own(comparedIn(condition).named).some((column) => columns(table).has(column));
    const partial = nodesOf(node).some((inner) => isPartial(inner["Index Name"] ?? ""));
    if (node["Node Type"] === "Seq Scan") found.push(`${table} is read whole`);
    else if (!mentions(condition, "tenant_id") && !/\(id = /.test(condition))
      found.push(`${table} by ${node["Index Name"]} without the workspace: ${condition}`);
    else if (!chosen && !partial && !isBounded(above) && (missed.length > 0 || !isSought))
      found.push(`all rows of the workspace in ${table}, below ${above.map((one) => one["Node Type"]).join(" › ")}`);
  }
  return found;
}
