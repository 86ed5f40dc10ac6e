import "server-only";
import { newId } from "@/server/new-id";
import { type ImportContext, importContext, importContextIn } from "@/server/nouns/import/import-context";
import { loadRecords } from "@/server/nouns/import/load";
import { naturalKeysOf } from "@/server/nouns/import/natural-keys";
import type { Cells, Columns } from "@/server/nouns/import/rules";
import type { Partners } from "@/server/sync/object";
import type { Snapshot } from "@/server/sync/snapshot";
import { runtimeOf, type Work } from "./work";

type Records = Awaited<ReturnType<typeof loadRecords>>["records"];

/** The records here that a record there may be, best key first; one of several is never taken by chance. */
export type Matches = ReadonlyMap<string, readonly string[]>;

/** Finds the records that these ones may be, by an id of an import and by the keys of their kind: one statement. */
export async function matchRecords(
  work: Work,
  partners: Partners,
  snapshots: readonly Snapshot[],
  known: KnownTexts,
): Promise<Matches> {
  if (snapshots.length === 0) return new Map();
  const { ctx } = work;
  const importing = recognising(work);
  const rows = snapshots.map((snapshot) => cellsOf(work, partners, snapshot));
  const { records } = await loadRecords(ctx, importing, rows, false);
  return new Map(
    snapshots.map(({ id }, place) => {
      const row = rows[place] ?? {};
      const ids = recognised(records, row, work);
      return [id, ids.length === 0 ? earlier(importing, work, row, known) : ids];
    }),
  );
}

/** By its id of an import first; by the other keys a record with an id of another service or a file counts too. */
function recognised(records: Records, row: Cells, { declaration }: Work): string[] {
  const live = (cells: Cells) => records.find(cells).found.filter(({ isArchived }) => !isArchived);
  const { externalId: _id, ...others } = row;
  const found = live(row);
  const known = found.length > 0 ? found : live(others).filter((one) => !isFrom(declaration.importSource, one.after));
  return known.map(({ id }) => id);
}

/** Whether a record has an id of this service already, which is another one. */
const isFrom = (source: string, columns: Columns | null): boolean =>
  Boolean(columns?.externalId) && columns?.externalSource === source;

/** The texts by which records that this work creates are known, with an id for each: `<kind of record> <key> <text>`. */
export type KnownTexts = Map<string, string>;

/** A record that this page, or an earlier one of a rehearsal, would create; this one is noted as the next. */
function earlier({ keys }: ImportContext, { object }: Work, row: Cells, known: KnownTexts): string[] {
  // The id of an import is no key here: no record there has that of another one.
  const texts = keys.slice(1).map((key, place) => key.textsOf(row).map((text) => `${object.entity} ${place} ${text}`));
  const met = texts.flat().flatMap((text) => known.get(text) ?? []);
  if (met.length > 0) return met.slice(0, 1);
  const id = newId();
  for (const text of texts.flat()) known.set(text, id);
  return [];
}

function recognising(work: Work): ImportContext {
  const { ctx, declaration } = work;
  const runtime = runtimeOf(work);
  const { noun } = runtime;
  const naturalKeys = [["externalId"], ...declaration.keys.map((names) => [...names])];
  const keys = naturalKeysOf({ ...noun, catalog: { ...noun.catalog, naturalKeys } });
  return { ...importContextIn(ctx, importContext(work.many.runtime)), keys, unique: [], ifExists: "update" };
}

/** The values of a record there by which it is recognised, as a row of a file would hold them. */
function cellsOf({ declaration, pairs }: Work, partners: Partners, { id, props }: Snapshot): Cells {
  // Of all fields: a name may follow from several of them.
  const cells = pairs.flatMap((pair): [string, unknown][] => {
    const read = pair.toOurs(props, partners);
    return "blocked" in read || read.value === null ? [] : [[pair.field, read.value]];
  });
  return { ...Object.fromEntries(cells), externalId: id, externalSource: declaration.importSource };
}
