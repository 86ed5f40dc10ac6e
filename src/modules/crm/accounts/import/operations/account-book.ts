import "server-only";
import type { ImportOutcome } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, type SetColumn, updateOf, writtenIds } from "@/server/db/row-sets";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";
import { changes, emit, wordEvents } from "@/server/events";
import { Retry } from "@/server/execute";
import { meanwhile } from "@/server/meanwhile";
import { newId } from "@/server/new-id";
import { type ColumnsOf, importRows } from "@/server/nouns/import-rows";
import { accounts } from "../../fields";
import { accountOperations } from "../../operations";

/** How rows of files say something of accounts. */
export const accountRows = importRows(accountOperations);
/** The stored columns that an import reads and writes. */
export type AccountColumns = ColumnsOf<typeof accounts.fields>;

export interface Stored extends AccountColumns {
  id: string;
  version: number;
  archivedAt: Date | null;
}

/** An account on its way through a batch: as it was, as the rows leave it. */
export interface Working {
  id: string;
  version: number;
  before: AccountColumns | null;
  after: AccountColumns;
  line: number;
}

const { table, scope } = accountOperations;
const workingColumns = accountRows.sets.map(
  ({ value, ...column }): SetColumn<Working> => ({ ...column, value: ({ after }) => value(after) }),
);

/** Accounts of these names or domains that the actor may see. */
export async function loadAccounts(ctx: Ctx, names: readonly string[], domains: readonly string[]): Promise<Stored[]> {
  const columns = Prisma.sql`t.id, t.version, t.archived_at as "archivedAt", ${table.read}`;
  const rows = await tenantSql<Stored>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns} from ${rowsByKey(ctx, "accounts", "name_key", names)}
      union all
      select ${columns} from ${rowsByKey(ctx, "accounts", "domain_key", domains)}`,
  );
  const seen = new Map(rows.filter((row) => scope.sees(ctx, row)).map((row) => [row.id, row]));
  return [...seen.values()].sort((a, b) => Number(a.archivedAt !== null) - Number(b.archivedAt !== null));
}

/** Accounts of a batch by their natural keys, those among them that the batch itself makes. */
export class Book {
  readonly #byName = new Map<string, Working[]>();
  readonly #byDomain = new Map<string, Working>();
  readonly #working = new Set<Working>();
  readonly #stored: Map<string, Stored>;

  constructor(stored: readonly Stored[]) {
    this.#stored = new Map(stored.map((row) => [row.id, row]));
    const live = new Set(stored.filter((row) => !row.archivedAt).map((row) => foldKey(row.name)));
    for (const row of stored) {
      // An archived account counts only where no other has its name.
      if (row.archivedAt && live.has(foldKey(row.name))) continue;
      const { id, version, archivedAt: _archivedAt, ...columns } = row;
      this.#put({ id, version, before: columns, after: columns, line: 0 });
    }
  }

  #put(working: Working): void {
    const key = foldKey(working.after.name);
    this.#byName.set(key, [...(this.#byName.get(key) ?? []), working]);
    if (working.after.domain) this.#byDomain.set(foldKey(working.after.domain), working);
  }

  /** The accounts that a row means: by domain when it has one, else by name. */
  find(row: { name: string; domain?: string | null | undefined }): Working[] {
    const byDomain = row.domain ? this.#byDomain.get(foldKey(row.domain)) : undefined;
    if (byDomain) return [byDomain];
    const named = this.#byName.get(foldKey(row.name)) ?? [];
    return row.domain ? named.filter((one) => one.after.domain === null) : named;
  }

  mayEdit(ctx: Ctx, working: Working): boolean {
    const stored = this.#stored.get(working.id);
    return !stored || scope.mayEdit(ctx, stored);
  }

  add(after: AccountColumns, line: number): void {
    const working: Working = { id: newId(), version: 1, before: null, after, line };
    this.#put(working);
    this.#working.add(working);
  }

  change(working: Working, after: AccountColumns, line: number): void {
    working.after = after;
    if (working.before) working.line = line;
    if (after.domain) this.#byDomain.set(foldKey(after.domain), working);
    // A later row may take back what an earlier one said: then nothing is to be written.
    const isBack = this.#working.has(working) && working.before && !changes(working.before, after);
    if (isBack) this.#working.delete(working);
    else this.#working.add(working);
  }

  touched(): Working[] {
    return [...this.#working];
  }
}

/** Writes the accounts that a batch touched, with their events, in two statements; a preview needs only the counts. */
export async function writeAccounts(
  ctx: Ctx,
  working: readonly Working[],
  rows: number,
  dry: boolean,
): Promise<Omit<ImportOutcome, "problems">> {
  const created = working.filter((one) => one.before === null);
  const updated = working.filter((one) => one.before !== null);
  const writing = write(ctx, created, updated);
  const touched = dry ? [] : await meanwhile(writing, () => tellAll(ctx, working));
  // Someone changed one of them between reading and writing: the batch starts again on what is there now.
  if ((await writing) < updated.length) throw new Retry();
  return {
    touched,
    counts: {
      account: { created: created.length, updated: updated.length, unchanged: Math.max(0, rows - working.length) },
    },
  };
}

/** Inserts and updates; how many of the updates found their record as it was read. */
async function write(ctx: Ctx, created: readonly Working[], updated: readonly Working[]): Promise<number> {
  const now = new Date();
  const inserting = insertSet<Working>(
    ctx,
    "accounts",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "import_id", type: "uuid", value: () => ctx.batchId },
      { column: "updated_at", type: "timestamptz", value: () => now },
      ...workingColumns,
    ],
    created,
  );
  if (updated.length === 0) return await inserting.then(() => 0);
  const update = await meanwhile(inserting, () => updateOf<Working>(ctx, "accounts", workingColumns, updated));
  await inserting;
  return (await writtenIds(ctx, update)).size;
}

function tellAll(ctx: Ctx, working: readonly Working[]): ImportOutcome["touched"] {
  const touched = working.map((one) => tell(ctx, one));
  wordEvents(ctx);
  return touched;
}

/** The event of an account that the batch wrote, and its line in the import's ledger. */
function tell(ctx: Ctx, one: Working): ImportOutcome["touched"][number] {
  const change = one.before && changes(one.before, one.after);
  const version = one.before ? one.version + 1 : 1;
  emit(ctx, accounts.events.imported, {
    id: one.id,
    version,
    parents: [one.after.parentId ? { entity: "account", id: one.after.parentId } : null],
    before: change ? change.before : null,
    after: change ? change.after : { name: one.after.name },
    data: { created: one.before === null },
  });
  return {
    entity: "account",
    id: one.id,
    line: one.line,
    action: one.before ? "updated" : "created",
    version,
    label: one.after.name,
    before: one.before && accountRows.image(one.before),
  };
}
