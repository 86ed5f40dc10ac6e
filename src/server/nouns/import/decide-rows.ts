import "server-only";
import type { Ctx } from "../../context.ts";
import { withDerived } from "../derived.ts";
import { needsLoad, rightsOf, rulesFor } from "../follow-rules.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import type { Change, Refusal } from "../rule.ts";
import type { ImportContext } from "./import-context.ts";
import type { Loaded } from "./load.ts";
import type { BatchRecord, Cells, Columns } from "./rules.ts";

type Decision = { after: Columns } | Refusal;
/** A record before and after a row, as an import holds it. */
type RowChange = Pick<BatchRecord, "before" | "after"> & { id: string | null };

/** Lets the rules of a noun decide about a row: the record's columns with what follows, or why the row stays out. */
export type DecideRow = (change: RowChange, row: RowCells) => Decision;

/** The filled cells of a row, and the empty ones that clear something. */
export interface RowCells {
  row: Cells;
  clears: readonly string[];
}

/** Loads what the rules need for all rows of a batch, as far as it is known before the first one is taken. */
export async function decideRows(
  ctx: Ctx,
  { runtime, rows }: Pick<ImportContext, "runtime" | "rows">,
  { records }: Loaded,
  cells: readonly RowCells[],
): Promise<DecideRow> {
  const foreseen = runtime.rules.some((one) => needsLoad(one, "import"))
    ? cells.map((given) => {
        const [one] = records.find(given.row, given.clears).found;
        const after = rows.merge(one?.after ?? rows.empty, given.row, ctx.tenant, one ? given.clears : []);
        return importChange(ctx, runtime, { id: one?.id ?? null, before: one?.after ?? null, after }, given);
      })
    : [];
  const decide = await deciding(ctx, runtime, foreseen);
  return (change, given) => decide(importChange(ctx, runtime, change, given));
}

/** The same for records that go back to how they were before an import; the reasons of those that cannot, by their ids. */
export async function decideReverts(
  ctx: Ctx,
  runtime: NounRuntime,
  images: readonly BatchRecord[],
): Promise<ReadonlyMap<string, Decision>> {
  const names = new Set(Object.keys(runtime.noun.fields));
  const may = rightsOf(ctx, runtime);
  const changes = images.map(({ id, before, after }) => ({ id, before, after, names, by: "revert", may }) as Change);
  const decide = await deciding(ctx, runtime, changes);
  return new Map(changes.map((change) => [String(change.id), decide(change)]));
}

async function deciding(
  ctx: Ctx,
  runtime: NounRuntime,
  changes: readonly Change[],
): Promise<(change: Change) => Decision> {
  if (runtime.rules.length === 0) return ({ after }) => ({ after });
  const decide = await rulesFor(ctx, runtime, changes);
  return (change) => {
    const decision = decide(change);
    if ("reason" in decision) return decision;
    const columns = Object.entries(runtime.table.columns(decision.set, ctx.tenant));
    if (columns.length === 0) return { after: change.after };
    // Folded copies are made when the record is written.
    const set = Object.fromEntries(columns.filter(([column]) => column in change.after));
    return { after: withDerived(runtime.noun.fields, { ...change.after, ...set }, ctx.tenant) };
  };
}

function importChange(ctx: Ctx, runtime: NounRuntime, change: RowChange, { row, clears }: RowCells): Change {
  const { columns } = runtime.noun.catalog;
  const names = new Set([...Object.keys(row), ...clears].map((name) => columns[name]?.of ?? name));
  return { ...change, names, by: "import", may: rightsOf(ctx, runtime) } as Change;
}
