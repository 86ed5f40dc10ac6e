import "server-only";
import { isCustomName } from "@/lib/fields/custom";
import { groupBy } from "@/lib/group-by";
import type { ImportOptions, ImportRow } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import type { NamedRecord } from "@/server/reference-source";
import { isRecordId } from "../rules";
import { cellText, importableRows } from "./distinct-values";
import type { FilePlan, PlannedColumn, RecordIds } from "./plan-file";
import { type ReadRow, textWithin } from "./read-slice";

type Name = ReadRow["names"][number];
/** Records by the text that names them. */
export type Records = Map<string, NamedRecord[]>;
/** Records by an id of elsewhere; a row of this import that no record keeps yet has a name alone. */
type NamedById = Map<string, { name: string | undefined; records: NamedRecord[] }>;

/** The records that cells name, by object: by the folded name, and by the text where it is an id of elsewhere. */
export interface FoundRecords {
  byKey: Map<string, Records>;
  byId: Map<string, NamedById>;
  /** Names that leave a field as it is, by object: in a file that was exported here, those of records that can no longer be chosen. */
  former: Map<string, ReadonlySet<string>>;
  /** The records for columns whose records are looked up apart; without names whose group is unknown. */
  apart: Map<Name, readonly NamedRecord[]>;
}

const entityOf = (column: PlannedColumn) => column.spec.to ?? "";

/** The records that a cell names. */
export function recordsNamedBy({ byKey, byId, apart }: FoundRecords, name: Name): readonly NamedRecord[] {
  const { column, key, text } = name;
  if (column.within) return apart.get(name) ?? [];
  return byKey.get(entityOf(column))?.get(key) ?? byId.get(entityOf(column))?.get(text)?.records ?? [];
}

/** The records of an object by the folded texts that name them. */
export async function recordsOf(
  ctx: Ctx,
  { options }: Pick<FilePlan, "options">,
  entity: string | undefined,
  keys: Iterable<string>,
): Promise<Records> {
  const asked = [...keys];
  const found = asked.length > 0 ? await referenceTo(entity)?.find(ctx, asked, options) : [];
  return groupBy(found ?? [], ({ key }) => key);
}

/** Of names that no record has, those that leave a field as it is: the record keeps, say, the owner who was removed. */
export async function formerNames(
  ctx: Ctx,
  { isOurs }: Pick<FilePlan, "isOurs">,
  entity: string | undefined,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const source = isOurs && keys.length > 0 ? referenceTo(entity) : undefined;
  return (await source?.findFormer?.(ctx, [...new Set(keys)])) ?? new Set();
}

/** The records of an object by the ids that they had elsewhere. */
export async function recordsByExternalId(
  ctx: Ctx,
  entity: string | undefined,
  texts: readonly string[],
): Promise<Records> {
  const found = texts.length > 0 ? await referenceTo(entity)?.findByExternalId?.(ctx, texts) : [];
  return groupBy(found ?? [], ({ key }) => key);
}

/** Whether a cell leaves its field as it is, since nothing that it names can be chosen. */
export const namesFormer = ({ former }: FoundRecords, { column, key }: Name): boolean =>
  former.get(entityOf(column))?.has(key) ?? false;

/**
 * Groups the values of a column by the record that another column names, where the catalogue says so, with the options
 * to look each group up by; `textOf` is the other column's text. Values are left out where it names no single record: that
 * is a problem of the other column.
 */
export async function lookUpGroups<V>(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  values: readonly V[],
  textOf: (value: V) => string,
): Promise<{ options: ImportOptions; values: V[] }[]> {
  const { within, spec } = column;
  if (!within || !spec.within) return [{ options: plan.options, values: [...values] }];
  const ids = await recordsOfTexts(ctx, plan, within, new Set(values.map(textOf)));
  const known = values.filter((value) => ids.has(textOf(value)));
  const { answer } = spec.within;
  const own = plan.options.answers[answer] ?? null;
  return [...groupBy(known, (value) => ids.get(textOf(value)) ?? own)].map(([id, ofGroup]) => ({
    options: { ...plan.options, answers: { ...plan.options.answers, [answer]: id } },
    values: ofGroup,
  }));
}

/** The record that each text of a column names; null where it names none and needs none. */
async function recordsOfTexts(ctx: Ctx, plan: FilePlan, column: PlannedColumn, texts: ReadonlySet<string>) {
  const read = [...texts].map((text) => ({ text, cell: column.read(text) }));
  const keys = read.flatMap(({ cell }) => (cell.kind === "name" ? [cell.key] : []));
  const found = await recordsOf(ctx, plan, column.spec.to, keys);
  const ids = new Map<string, string | null>();
  for (const { text, cell } of read) {
    if (cell.kind === "value") ids.set(text, String(cell.value));
    if (cell.kind === "empty") ids.set(text, null);
    if (cell.kind !== "name") continue;
    const [record, ...others] = found.get(cell.key) ?? [];
    if (record && others.length === 0) ids.set(text, record.id);
    if (!record && column.missing === "empty") ids.set(text, null);
  }
  return ids;
}

/** Looks up all records that rows name: a few statements for each object, whatever the number of rows. */
export async function lookUpNames(ctx: Ctx, plan: FilePlan, rows: readonly ReadRow[]): Promise<FoundRecords> {
  const names = rows.flatMap((row) => row.names);
  const together = names.filter(({ column }) => !column.within && column.ownRecords !== "texts");
  const byKey: FoundRecords["byKey"] = new Map();
  const former: FoundRecords["former"] = new Map();
  for (const [entity, ofEntity] of groupBy(together, ({ column }) => entityOf(column))) {
    const records = await recordsOf(ctx, plan, entity, new Set(ofEntity.map(({ key }) => key)));
    byKey.set(entity, records);
    const unknown = ofEntity.flatMap(({ key }) => (records.has(key) ? [] : [key]));
    former.set(entity, await formerNames(ctx, plan, entity, unknown));
  }
  const apart = await namedApart(ctx, plan, rows);
  return { byKey, former, byId: await namedByIds(ctx, plan, names, byKey), apart };
}

/** The records of names in columns whose records are looked up apart, some statements for each group. */
async function namedApart(ctx: Ctx, plan: FilePlan, rows: readonly ReadRow[]): Promise<FoundRecords["apart"]> {
  const apart: FoundRecords["apart"] = new Map();
  for (const column of plan.columns.filter(({ within }) => within !== null)) {
    const named = rows.flatMap(({ names, cellOf }) =>
      names.flatMap((name) => (name.column === column ? [{ name, within: textWithin(column, cellOf) }] : [])),
    );
    for (const { options, values } of await lookUpGroups(ctx, plan, column, named, ({ within }) => within)) {
      const records = await recordsOf(ctx, { options }, column.spec.to, new Set(values.map(({ name }) => name.key)));
      for (const { name } of values) apart.set(name, records.get(name.key) ?? []);
    }
  }
  return apart;
}

/**
 * Records that cells name by an id of elsewhere, by the text; asked only where no name is found. Where no record keeps the
 * id, another file of the import may have it: of rows that became one record, the last one's id is kept.
 */
async function namedByIds(
  ctx: Ctx,
  plan: FilePlan,
  names: readonly Name[],
  found: FoundRecords["byKey"],
): Promise<FoundRecords["byId"]> {
  const byId: FoundRecords["byId"] = new Map();
  const textsOf = (entity: string) => {
    const unknown = names.filter(
      ({ column, key, text }) =>
        column.spec.to === entity && !found.get(entity)?.has(key) && !byId.get(entity)?.has(text),
    );
    return [...new Set(unknown.map(({ text }) => text))];
  };
  for (const entity of found.keys()) {
    const records = await recordsByExternalId(ctx, entity, textsOf(entity));
    byId.set(entity, new Map([...records].map(([text, of]) => [text, { name: of.at(-1)?.label, records: of }])));
  }
  for (const source of plan.recordIds) {
    const { entity, naturalKeys } = source.plan.importer.catalog;
    const texts = textsOf(entity);
    if (texts.length === 0) continue;
    const keysById = await keysOfIds(ctx, source, texts);
    const keys = [...keysById.values()].flatMap((ofRow) => Object.values(ofRow).map(foldKey));
    const records = await recordsOf(ctx, plan, entity, keys);
    const of: NamedById = byId.get(entity) ?? new Map();
    for (const [text, ofRow] of keysById) {
      const [best = []] = naturalKeys.flat().flatMap((field) => {
        const named = records.get(foldKey(ofRow[field] ?? ""));
        return named ? [named] : [];
      });
      of.set(text, { name: ofRow.name, records: best });
    }
    byId.set(entity, of);
  }
  return byId;
}

/** The files of an import whose rows are named by ids. */
export function recordIdsOf(plans: readonly FilePlan[]): RecordIds[] {
  return plans.flatMap((plan) => {
    const column = plan.columns.find(({ field }) => isRecordId(field));
    return column ? [{ plan, column }] : [];
  });
}

/** The natural keys in the rows of these ids, best first, by the id as it is written; one statement. */
export async function keysOfIds(
  ctx: Ctx,
  { plan, column }: RecordIds,
  ids: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  const rows = await tenantRows<{ id: string; cells: string[]; edits: Record<string, string> | null }>(ctx)`
    select k.id, to_json(r.cells) as cells, r.edits
    from (select *, btrim(${cellText(column.column)}) as id from import_rows
          where ${importableRows(ctx, plan.file.id)}) as r
    join unnest(${[...ids]}::text[]) as k(id) on k.id = r.id
    order by r.line`;
  const names = plan.importer.catalog.naturalKeys.flat();
  const fields = new Set(names.filter((field) => !isRecordId(field) && !isCustomName(field)));
  const named = plan.columns.filter(({ field }) => fields.has(field));
  return new Map(
    rows.map(({ id, cells, edits }) => {
      const values: ImportRow["values"] = {};
      for (const one of named) {
        const cell = one.read(edits?.[one.column] ?? cells[one.column] ?? "");
        if (cell.kind === "value") values[one.field] = cell.value;
      }
      // As the object itself writes them: a domain is found in a whole address.
      const read = plan.importer.read(values);
      const written = (read.success ? read.data : values) as Record<string, unknown>;
      return [
        id,
        Object.fromEntries([...fields].flatMap((field) => (written[field] ? [[field, String(written[field])]] : []))),
      ];
    }),
  );
}
