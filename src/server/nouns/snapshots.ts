import "server-only";
import type { Ctx } from "../context.ts";
import type { TextColumn, TextTable } from "../db/text-tables.ts";
import type { MentionRow } from "../personal/mention-rows.ts";
import { identifyingIn } from "./identifying.ts";
import { columnsOf } from "./mentions.ts";
import type { NounRuntime } from "./noun-runtime.ts";

interface Snapshot {
  /** The column with the name of the record. */
  name?: string;
  of(ctx: Ctx, row: MentionRow): Promise<Of | null>;
}

interface Of {
  /** The kind of its record. */
  entity: string;
  /** The field of which `before` is the value; without one it has several, by their names. */
  field?: string | undefined;
}

const ofRow = async (_: Ctx, row: MentionRow) => ({ entity: String(row.entity) });

/** Tables whose JSON holds values of a record as they were, which an undo writes again. */
const snapshots: Readonly<Record<string, Snapshot>> = {
  import_records: { name: "label", of: ofRow },
  import_changes: { of: ofRow },
  bulk_run_rows: {
    name: "name",
    async of({ db }, row) {
      const run = await db.bulkRun.findFirst({
        where: { id: String(row.run_id) },
        select: { noun: true, change: true },
      });
      return run && { entity: run.noun, field: (run.change as { field?: string }).field };
    },
  },
};

/** The columns by which the record of a snapshot is found. */
export const snapshotKeys = ["entity", "record_id", "run_id"];

interface Looked {
  columns: readonly TextColumn[];
  row: MentionRow;
  /** Puts back what is another person's own. */
  whole(changed: Record<string, unknown>): Record<string, unknown>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The part of a row that is looked through: all but the names, addresses and numbers of other people, of now or earlier. */
export async function lookedIn(
  ctx: Ctx,
  { byTable, table, personId }: { byTable: ReadonlyMap<string, NounRuntime>; table: TextTable; personId: string },
  row: MentionRow,
): Promise<Looked> {
  const columns = columnsOf(byTable, table);
  const snapshot = snapshots[table.name];
  const of = snapshot && row.record_id !== personId ? await snapshot.of(ctx, row) : null;
  const noun = [...byTable.values()].find((one) => one.noun.entity === of?.entity)?.noun;
  if (!noun?.head.person) return { columns, row, whole: (changed) => changed };
  const theirs = new Set(identifyingIn(noun.fields));
  const kept = new Map<string, object>();
  const others: Record<string, unknown> = { ...row };
  for (const { name, type } of columns) {
    const value = row[name];
    if (type !== "jsonb" || !isObject(value)) continue;
    const entries = Object.entries(value);
    kept.set(name, Object.fromEntries(entries.filter(([key]) => theirs.has(key))));
    others[name] = Object.fromEntries(entries.filter(([key]) => !theirs.has(key)));
  }
  const whole = (changed: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(changed).map(([name, value]) => {
        const own = kept.get(name);
        return [name, own ? { ...(value as object | null), ...own } : value];
      }),
    );
  const left = [snapshot?.name, ...(of?.field && theirs.has(of.field) ? ["before"] : [])];
  return { columns: columns.filter(({ name }) => !left.includes(name)), row: others, whole };
}
