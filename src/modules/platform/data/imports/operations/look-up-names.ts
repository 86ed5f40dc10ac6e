import "server-only";
import { isCustomName } from "@/lib/fields/custom";
import { foldKey } from "@/lib/text";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { lookUpGroups } from "./look-up-groups";
import type { FilePlan, PlannedColumn } from "./plan-file";
import { type ReadRow, withinSaid } from "./read-slice";
import { keysOfIds } from "./record-ids";

type Name = ReadRow["names"][number];
type NamedById = Map<string, { name: string | undefined; ids: string[] }>;

/** The records that cells name, by object: by the folded name, and by the text where it is an id of elsewhere. */
export interface FoundRecords {
  byKey: Map<string, Map<string, string[]>>;
  byId: Map<string, NamedById>;
  /** The ids for columns whose records are looked up apart; without names whose group is unknown. */
  apart: Map<Name, readonly string[]>;
}

const entityOf = (column: PlannedColumn) => column.spec.to ?? "";

/** The ids of the records that a cell names. */
export function idsOf({ byKey, byId, apart }: FoundRecords, name: Name): readonly string[] {
  const { column, key, text } = name;
  if (column.within) return apart.get(name) ?? [];
  return byKey.get(entityOf(column))?.get(key) ?? byId.get(entityOf(column))?.get(text)?.ids ?? [];
}

/** A column that points to the file's own object; custom fields name records that exist, as of any other object. */
export const isOwn = (plan: FilePlan, { spec, field }: Pick<PlannedColumn, "spec" | "field">): boolean =>
  spec.to === plan.importer.catalog.entity && !isCustomName(field);

/** A column that points to the file's own object, which the rows themselves make: managers of a team file. */
export function takesText(plan: FilePlan, column: PlannedColumn): boolean {
  return isOwn(plan, column) && plan.importer.link === undefined;
}

/** Looks up all records that rows name: a few statements for each object, whatever the number of rows. */
export async function lookUpNames(ctx: Ctx, plan: FilePlan, rows: readonly ReadRow[]): Promise<FoundRecords> {
  const keysByEntity = new Map<string, Set<string>>();
  for (const { names } of rows) {
    for (const { column, key } of names) {
      if (column.within || takesText(plan, column)) continue;
      const entity = entityOf(column);
      keysByEntity.set(entity, (keysByEntity.get(entity) ?? new Set()).add(key));
    }
  }
  const byKey = new Map<string, Map<string, string[]>>();
  for (const [entity, keys] of keysByEntity) byKey.set(entity, await recordsOf(ctx, plan, entity, keys));
  const apart = await namedApart(ctx, plan, rows);
  return { byKey, byId: await namedByIds(ctx, plan, rows, byKey), apart };
}

/** The ids of names in columns whose records are looked up apart, some statements for each group. */
async function namedApart(ctx: Ctx, plan: FilePlan, rows: readonly ReadRow[]): Promise<FoundRecords["apart"]> {
  const apart = new Map<Name, readonly string[]>();
  for (const column of plan.columns.filter(({ within }) => within !== null)) {
    const named = rows.flatMap(({ names, cellOf }) =>
      names.flatMap((name) => (name.column === column ? [{ name, within: withinSaid(column, cellOf) }] : [])),
    );
    for (const { options, values } of await lookUpGroups(ctx, plan, column, named, ({ within }) => within)) {
      const records = await recordsOf(ctx, { options }, entityOf(column), new Set(values.map(({ name }) => name.key)));
      for (const { name } of values) apart.set(name, records.get(name.key) ?? []);
    }
  }
  return apart;
}

/** The records of an object by the folded texts that name them. */
export async function recordsOf(
  ctx: Ctx,
  { options }: Pick<FilePlan, "options">,
  entity: string,
  keys: Iterable<string>,
) {
  const records = (await referenceTo(entity)?.find(ctx, [...keys], options)) ?? [];
  const byKey = new Map<string, string[]>();
  for (const { key, id } of records) byKey.set(key, [...(byKey.get(key) ?? []), id]);
  return byKey;
}

/** Records that have one of these texts as their external id, by the text. */
async function byExternalId(ctx: Ctx, entity: string, texts: ReadonlySet<string>): Promise<NamedById> {
  const of: NamedById = new Map();
  if (texts.size === 0) return of;
  for (const { key, id, label } of (await referenceTo(entity)?.findByExternalId?.(ctx, [...texts])) ?? [])
    of.set(key, { name: label, ids: [...(of.get(key)?.ids ?? []), id] });
  return of;
}

/**
 * Records that cells name by an id of elsewhere, by the text; asked only where no name is found. Where no record keeps the
 * id, another file of the import may have it: of rows that became one record, the last one's id is kept.
 */
async function namedByIds(
  ctx: Ctx,
  plan: FilePlan,
  rows: readonly ReadRow[],
  found: ReadonlyMap<string, ReadonlyMap<string, string[]>>,
): Promise<Map<string, NamedById>> {
  const named = new Map<string, NamedById>();
  const textsOf = (entity: string) =>
    new Set(
      rows.flatMap(({ names }) =>
        names.flatMap(({ column, key, text }) =>
          column.spec.to === entity && !found.get(entity)?.has(key) && !named.get(entity)?.has(text) ? [text] : [],
        ),
      ),
    );
  for (const entity of found.keys()) named.set(entity, await byExternalId(ctx, entity, textsOf(entity)));
  for (const source of plan.recordIds) {
    const { entity, naturalKeys } = source.plan.importer.catalog;
    const texts = textsOf(entity);
    if (texts.size === 0) continue;
    const told = await keysOfIds(ctx, source, [...texts]);
    const keys = [...told.values()].flatMap((said) => Object.values(said).map(foldKey));
    const records = await recordsOf(ctx, plan, entity, keys);
    const of = named.get(entity) ?? new Map();
    for (const [text, said] of told) {
      const best = naturalKeys.flat().flatMap((field) => {
        const ids = records.get(foldKey(said[field] ?? ""));
        return ids ? [ids] : [];
      });
      of.set(text, { name: said.name, ids: best[0] ?? [] });
    }
    named.set(entity, of);
  }
  return named;
}
