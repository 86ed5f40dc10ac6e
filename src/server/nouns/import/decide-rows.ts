import "server-only";
import type { Ctx } from "../../context.ts";
import { withDerived } from "../derived.ts";
import { needsLoad, rightsOf, rulesFor } from "../follow-rules.ts";
import type { Made } from "../made.ts";
import type { Change, Refusal } from "../rule.ts";
import type { Importing } from "./importing.ts";
import type { Loaded } from "./load.ts";
import type { BatchRecord, Cells, Columns } from "./rules.ts";

type Decision = { after: Columns } | Refusal;
/** A record before and after a row, as an import holds it. */
type RowChange = Pick<BatchRecord, "before" | "after"> & { id: string | null };

/** Lets the rules of a noun decide about a row: the record's columns with what follows, or why the row stays out. */
export type DecideRow = (change: RowChange, row: Cells) => Decision;

/** Loads what the rules need for all rows of a batch, as far as it is known before the first one is taken. */
export async function decideRows(
  ctx: Ctx,
  { made, rows }: Pick<Importing, "made" | "rows">,
  { records }: Loaded,
  cells: readonly Cells[],
): Promise<DecideRow> {
  const foreseen = made.rules.some((one) => needsLoad(one, "import"))
    ? cells.map((row) => {
        const [one] = records.find(row).found;
        const after = rows.merge(one?.after ?? rows.empty, row, ctx.tenant);
        return importChange(ctx, made, { id: one?.id ?? null, before: one?.after ?? null, after }, row);
      })
    : [];
  const decide = await deciding(ctx, made, foreseen);
  return (change, row) => decide(importChange(ctx, made, change, row));
}

/** The same for records that go back to how they were before an import; the reasons of those that cannot, by their ids. */
export async function decideReverts(
  ctx: Ctx,
  made: Made,
  images: readonly BatchRecord[],
): Promise<ReadonlyMap<string, Decision>> {
  const names = new Set(Object.keys(made.noun.fields));
  const may = rightsOf(ctx, made);
  const changes = images.map(({ id, before, after }) => ({ id, before, after, names, by: "revert", may }) as Change);
  const decide = await deciding(ctx, made, changes);
  return new Map(changes.map((change) => [String(change.id), decide(change)]));
}

async function deciding(ctx: Ctx, made: Made, changes: readonly Change[]): Promise<(change: Change) => Decision> {
  if (made.rules.length === 0) return ({ after }) => ({ after });
  const decide = await rulesFor(ctx, made, changes);
  return (change) => {
    const decision = decide(change);
    if ("reason" in decision) return decision;
    const columns = Object.entries(made.table.columns(decision.set, ctx.tenant));
    if (columns.length === 0) return { after: change.after };
    // Folded copies are made when the record is written.
    const set = Object.fromEntries(columns.filter(([column]) => column in change.after));
    return { after: withDerived(made.noun.fields, { ...change.after, ...set }, ctx.tenant) };
  };
}

function importChange(ctx: Ctx, made: Made, change: RowChange, row: Cells): Change {
  const { columns } = made.noun.catalog;
  const names = new Set(Object.keys(row).map((name) => columns[name]?.of ?? name));
  return { ...change, names, by: "import", may: rightsOf(ctx, made) } as Change;
}
