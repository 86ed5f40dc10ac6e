import "server-only";
import { ownIdField } from "@/lib/fields/base";
import type { Ctx } from "../../context.ts";
import { Prisma } from "../../db/generated/client.ts";
import { rowsByCustomKey, rowsByEntry, rowsByKey } from "../../db/rows-by-key.ts";
import { rowsByName, type SoughtName } from "../../db/rows-by-name.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import { ownedIn } from "../../owned-of.ts";
import type { Owned, OwnedRow } from "../../scope.ts";
import { whereSql } from "../../where-sql.ts";
import { visibleOf } from "../scope.ts";
import { hasRowIn } from "./has-row.ts";
import type { ImportContext } from "./import-context.ts";
import { linksById } from "./links.ts";
import { mostNamesakes, type Namesakes } from "./namesakes.ts";
import { idKey, type NaturalKey, ownIdKey } from "./natural-keys.ts";
import { previewedRecords } from "./previewed-records.ts";
import type { BatchRecord, Cells, Columns } from "./rules.ts";
import { WorkingSet } from "./working-set.ts";

interface Stored extends OwnedRow, Columns {
  version: number;
  isArchived: boolean;
  isNew: boolean;
}

/** The records that rows may match, and the external ids of those among them that the actor does not see. */
export interface Loaded {
  records: WorkingSet;
  /** Whether a record that the actor does not see has the external id of this row. */
  isTaken(row: Cells): boolean;
  /** The row without an id that no record has which the actor sees: it comes from elsewhere, or the record is deleted. */
  withKnownId(row: Cells): Cells;
  /** The owner and members of a record, from its columns. */
  owned(columns: Columns): Owned;
}

/** Looks up the records of some rows by their natural keys: one statement, whatever the number of rows. */
export async function loadRecords(
  ctx: Ctx,
  importing: ImportContext,
  rows: readonly Cells[],
  dry: boolean,
): Promise<Loaded> {
  const { runtime, special, keys, unique, ifExists, joinedNames } = importing;
  const found = [...new Map((await storedRows(ctx, importing, rows)).map((row) => [row.id, row])).values()];
  const owned = await ownedIn(ctx, runtime.noun.entity, found);
  const sees = (row: Stored) => runtime.scope.sees(ctx, owned(row));
  const seen = found.filter(sees);
  const known = dry && special ? previewedRecords(ctx, runtime.noun.entity) : undefined;
  const ids = new Set(seen.map(({ id }) => id));
  // A copy: where the database refuses a batch, its halves begin anew.
  const links = await linksById(
    ctx,
    importing,
    seen.map(({ id }) => id),
  );
  const working = seen.map((row) => ({ ...(known?.get(row.id) ?? workingOf(importing, row, links)) }));
  const taken = new Set(found.flatMap((row) => (sees(row) ? [] : idKey.textsOf(row))));
  return {
    records: new WorkingSet(working, {
      keys,
      unique,
      adds: (more) => special?.adds(more) ?? false,
      onlyNew: ifExists === "create",
      namesakes: {
        isJoined: (name) => joinedNames === "all" || joinedNames.has(name),
        hasRow: hasRowIn(ctx, importing),
      },
    }),
    owned,
    isTaken: (row) => idKey.textsOf(row).some((text) => taken.has(text)),
    withKnownId(row) {
      const { [ownIdField]: given, ...others } = row;
      return given === undefined || ids.has(String(given)) ? row : others;
    },
  };
}

function workingOf({ runtime, special }: ImportContext, stored: Stored, links: (id: string) => Columns): BatchRecord {
  const { id, version, isArchived, isNew, ...row } = runtime.table.unpacked(stored) as Stored;
  const { columns: own, more } = special?.divide(row) ?? { columns: row as Columns, more: undefined };
  const columns = { ...own, ...links(id) };
  return { id, version, isArchived, isNew, before: columns, after: columns, more, line: 0 };
}

const selected = ({ batchId }: Ctx, { runtime, special }: ImportContext) => Prisma.sql`
  t.id, t.version, t.archived_at is not null as "isArchived",
  coalesce(t.import_id = ${batchId}::uuid, false) as "isNew", ${runtime.table.read}
  ${special ? Prisma.sql`, ${special.select.columns}` : Prisma.empty}`;

async function storedRows(ctx: Ctx, importing: ImportContext, rows: readonly Cells[]): Promise<Stored[]> {
  const { runtime, special, keys, unique } = importing;
  const lookUps = [...new Set([...keys, ...unique])].flatMap((key) => {
    const texts = rows.flatMap((row) => key.lookUps(row));
    if (texts.length === 0) return [];
    const places = key.namesakes ? rowsNamed(ctx, runtime, key.namesakes, rows) : [rowsWith(ctx, runtime, key, texts)];
    const joins = special?.select.joins ?? Prisma.empty;
    return places.map((from) => Prisma.sql`select ${selected(ctx, importing)} from ${from} ${joins}`);
  });
  if (lookUps.length === 0) return [];
  return await tenantSql<Stored>(ctx.tenant.id, ctx.db, Prisma.join(lookUps, " union all "));
}

/** The same for the records of the names in rows, as far as they may be those that the rows mean. */
function rowsNamed(
  ctx: Ctx,
  { noun, table }: ImportContext["runtime"],
  { place, fields, nameOf, placeOf, entriesOf }: Namesakes,
  rows: readonly Cells[],
): Prisma.Sql[] {
  const names = new Map<string, SoughtName>();
  const entries = new Map<string, { field: string; key: string; names: Set<string> }>();
  for (const row of rows) {
    const [name, id] = [nameOf(row), placeOf(row)];
    if (name === "") continue;
    names.set(`${id}\n${name}`, { name, place: id === "" ? null : id });
    for (const [index, keys] of entriesOf(row).entries())
      for (const key of keys) {
        const field = fields[index] ?? "";
        const one = entries.get(`${field} ${key}`) ?? { field, key, names: new Set() };
        one.names.add(name);
        entries.set(`${field} ${key}`, one);
      }
  }
  if (names.size === 0) return [];
  return rowsByName(
    ctx,
    {
      entity: noun.entity,
      table: noun.head.table,
      columns: { name: "name_key", place },
      visible: whereSql(table.list.table, visibleOf(ctx, noun)),
    },
    {
      names: [...names.values()],
      entries: [...entries.values()].map((one) => ({ ...one, names: [...one.names] })),
      limit: mostNamesakes,
    },
  );
}

/** The `from` clause for the records that have one of these texts in a key. */
function rowsWith(ctx: Ctx, { noun }: ImportContext["runtime"], key: NaturalKey, texts: readonly string[]): Prisma.Sql {
  const { table } = noun.head;
  if (key.isCustom) return rowsByCustomKey(ctx, { table, field: key.column }, texts);
  if (key.several) return rowsByEntry(ctx, { table, entity: noun.entity, field: key.column }, texts);
  return rowsByKey(ctx, table, key.column, texts, key === ownIdKey ? "uuid" : "text");
}

/** Records as they are now, by their ids. */
export async function recordsById(
  ctx: Ctx,
  importing: ImportContext,
  ids: readonly string[],
): Promise<Map<string, BatchRecord>> {
  const { runtime, special } = importing;
  const rows = await tenantSql<Stored>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${selected(ctx, importing)} from ${rowsByKey(ctx, runtime.noun.head.table, "id", ids, "uuid")}
      ${special?.select.joins ?? Prisma.empty}`,
  );
  const links = await linksById(ctx, importing, ids);
  return new Map(rows.map((row) => [row.id, workingOf(importing, row, links)]));
}
