import "server-only";
import { type Field, type FieldOf, inputName, isReference } from "@/lib/fields/field";
import { nounOf, permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { isAmount, type PartList } from "@/lib/nouns/parts";
import { referencesIn } from "@/lib/nouns/relations";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { EventSubject } from "../emitted-event.ts";
import type { Row } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import { type OwnedRow, type Scope, shownReference } from "../scope.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { recordsOf, type Stored } from "./records.ts";

/** The record that a part's reference points to, such as a line's product, with the requested values. */
export interface PartReference<V = Row> {
  id: string;
  name: string;
  /** False if the actor may see only its name; rules use its values all the same. */
  isVisible: boolean;
  values: V;
}
interface PartReferenceRow extends PartReference {
  row: Row & OwnedRow;
}

/** A part, such as an opportunity line: its values by input name, and the records it points to by field name. */
export interface PartRow extends Row {
  id: string;
  position?: number;
}

/** The noun or the members that a field points to. */
export interface PartTarget {
  scope: Scope;
  runtime?: NounRuntime;
}

/** The parts of a noun as their rows need them. */
export interface PartSource {
  noun: Noun;
  list: PartList;
  targets: Readonly<Record<string, PartTarget>>;
  reads: Readonly<Record<string, readonly string[] | undefined>>;
  /** Further columns of the record. */
  columns: readonly string[];
}

/** A record with its parts. */
export interface Whole {
  id: string;
  version: number;
  /** Of its amounts. */
  currency: string;
  row: Row;
  parts: PartRow[];
}

const fieldsOf = ({ fields }: PartList) => Object.entries<Field>(fields);

/** The column with the currency of amounts of parts: that of the record's own amount. Null for parts without amounts. */
function currencyColumnOf({ noun, list }: PartSource): string | null {
  if (!fieldsOf(list).some(([, field]) => isAmount(field))) return null;
  const [name, amount] = Object.entries<Field>(noun.fields).find(([, field]) => isAmount(field)) ?? [];
  if (!name) throw new Error(`${list.many} have amounts, and ${noun.head.many} no currency.`);
  return (amount as FieldOf<"money">).currencyColumn ?? `${name}Currency`;
}

/** The columns to read of a referenced record: those to show it, the requested ones, and its own parents. */
function selectOfTarget({ targets, reads }: PartSource, name: string, field: Field) {
  const runtime = targets[name]?.runtime;
  const columns = storedRulesOf(field).referenceTarget?.(name, field).columns ?? [];
  const belongs = runtime ? referencesIn(runtime.noun.fields).map(([to]) => `${to}Id`) : [];
  const own = Object.fromEntries(["id", ...columns, ...belongs].map((column) => [column, true]));
  return { ...own, ...runtime?.table.selectOf(reads[name] ?? []) };
}

export async function loadWhole(ctx: Ctx, source: PartSource, id: string): Promise<Whole | null> {
  const { noun, list } = source;
  const columns = fieldsOf(list).flatMap(([name, field]): [string, unknown][] => {
    if (isAmount(field)) return [[`${name}Minor`, true]];
    if (!isReference(field)) return [[name, true]];
    return [
      [`${name}Id`, true],
      [name, { select: selectOfTarget(source, name, field) }],
    ];
  });
  const select = { id: true, ...Object.fromEntries(columns), ...(list.ordered ? { position: true } : {}) };
  const byKey = list.unique === null ? [{ id: "asc" }] : [{ [list.key]: "asc" }];
  const orderBy = list.ordered ? [{ position: "asc" }, { id: "asc" }] : byKey;
  const belongs = referencesIn(noun.fields).map(([name]) => [`${name}Id`, true]);
  const currency = currencyColumnOf(source);
  const found = await recordsOf(ctx, noun.entity).findFirst({
    where: { id },
    select: {
      ...{ id: true, version: true, ...Object.fromEntries(belongs), ...(currency ? { [currency]: true } : {}) },
      ...Object.fromEntries(source.columns.map((column) => [column, true])),
      [list.many]: { select, orderBy },
    },
    relationLoadStrategy: "join",
  });
  if (!found) return null;
  const parts = (found[list.many] as Stored[]).map((row) => partOf(ctx, source, row));
  const inCurrency = currency ? String(found[currency] ?? ctx.tenant.currency) : "";
  return { id, version: found.version, currency: inCurrency, row: found, parts };
}

function partOf(ctx: Ctx, source: PartSource, row: Stored): PartRow {
  const values = fieldsOf(source.list).flatMap(([name, field]): [string, unknown][] => {
    const value = isAmount(field) ? row[`${name}Minor`] : storedRulesOf(field).read(name, field, row);
    // Amounts are big integers, and numbers with decimals are objects, as Prisma reads them.
    const isNumber = value !== null && (isAmount(field) || field.kind === "number");
    const own: [string, unknown] = [inputName(name, field), isNumber ? Number(value) : value];
    return isReference(field) ? [own, [name, pointed(ctx, source, name, row[name] as Stored | null)]] : [own];
  });
  return {
    id: row.id,
    ...Object.fromEntries(values),
    ...(source.list.ordered ? { position: row.position as number } : {}),
  };
}

function pointed(
  ctx: Ctx,
  { list, targets, reads }: PartSource,
  name: string,
  row: Stored | null,
): PartReferenceRow | null {
  if (!row) return null;
  const { scope, runtime } = targets[name] as PartTarget;
  const to = String((list.fields[name] as { to?: string } | undefined)?.to);
  const owned = { ownerId: null, ...row } as PartReferenceRow["row"];
  const isVisible = scope.sees(ctx, owned) && (!nounOf(to) || ctx.can(permissionFor(to as Noun["entity"], "view")));
  const values = runtime?.table.values(ctx, row, reads[name] ?? []) ?? {};
  return { id: row.id, name: String(row.name), isVisible, values, row: owned };
}

/** Loads the record that an input points to; undefined if there is none. */
export async function loadTarget(ctx: Ctx, source: PartSource, name: string, id: string) {
  const field = source.list.fields[name] as Field;
  const model = field.kind === "member" ? "member" : String((field as { to?: string }).to);
  const isNoun = nounOf(model) !== undefined;
  const select = { ...selectOfTarget(source, name, field), ...(isNoun ? { archivedAt: true } : {}) };
  const row = await recordsOf(ctx, model).findFirst({ where: { id }, select });
  return row ? { archived: isNoun && row.archivedAt !== null, target: pointed(ctx, source, name, row) } : undefined;
}

/** A part as the server returns it, from its fields alone. */
export function presentPart(
  ctx: Ctx,
  { list, targets }: PartSource,
  part: PartRow,
  currency: string,
): Row & { id: string } {
  const values = fieldsOf(list).map(([name, field]) => {
    const value = part[inputName(name, field)];
    if (isAmount(field)) return [name, value === null ? null : { amount: value, currency }];
    const target = isReference(field) ? (part[name] as PartReferenceRow | null) : null;
    if (!target) return [name, value];
    const shown = storedRulesOf(field).present?.(name, field, { [name]: target.row }, ctx, targets[name]?.scope);
    const to = String((field as { to?: string }).to);
    return [name, { ...(shown as object), ...(target.isVisible ? {} : shownReference(ctx, to, target, false)) }];
  });
  return { id: part.id, ...Object.fromEntries(values) };
}

/** The columns of a part, as its table and events store them. */
export function columnsOf(ctx: Ctx, { fields }: PartList, part: PartRow): Record<string, unknown> {
  const columns = Object.entries<Field>(fields).map(([name, field]) => {
    const value = part[inputName(name, field)];
    return isAmount(field) ? { [`${name}Minor`]: value } : storedRulesOf(field).write(name, field, value, ctx.tenant);
  });
  return Object.assign({}, ...columns, part.position === undefined ? {} : { position: part.position });
}

/** The id by which inputs name a part. */
export const keyOf = (list: PartList, part: PartRow): unknown => (list.unique === null ? part.id : part[list.key]);

/** The facts about a part, from which its events choose. */
export function factsOf(ctx: Ctx, list: PartList, part: PartRow, currency: string): Record<string, unknown> {
  const names = fieldsOf(list).flatMap(([name, field]) =>
    isReference(field) ? [[name, (part[name] as PartReference | null)?.name ?? null]] : [],
  );
  return {
    ...columnsOf(ctx, list, part),
    ...part,
    ...Object.fromEntries(names),
    [list.key]: keyOf(list, part),
    currency,
  };
}

/**
 * The records whose timelines also show a change of a part: the parents of the record and the records the part points
 * to.
 */
export function subjectsOf({ noun, list, targets }: PartSource, whole: Whole, part: PartRow): EventSubject[] {
  const above = (row: Row, { fields }: Noun) =>
    referencesIn(fields).flatMap(([name, { to }]) =>
      row[`${name}Id`] ? [{ entity: to, id: String(row[`${name}Id`]) }] : [],
    );
  const theirs = referencesIn(list.fields).flatMap(([name, { to }]) => {
    const target = part[name] as PartReferenceRow | null;
    const runtime = targets[name]?.runtime;
    return target && runtime ? [...above(target.row, runtime.noun), { entity: to, id: target.id }] : [];
  });
  return [...above(whole.row, noun), ...theirs];
}

/** Writes the changed parts of a record; the edited part is last, so that it may take the unique value of another. */
export async function writeParts(
  ctx: Ctx,
  { noun, list }: PartSource,
  { id, parts: before }: Whole,
  after: readonly PartRow[],
  last: PartRow,
): Promise<void> {
  const records = recordsOf(ctx, list.model);
  const held = new Map(before.map((one) => [one.id, one]));
  const kept = new Set(after.map((one) => one.id));
  const removed = before.find((one) => !kept.has(one.id));
  if (removed) await records.delete({ where: { id: removed.id } });
  const text = (part: PartRow) => JSON.stringify({ ...columnsOf(ctx, list, part), position: null });
  const differing = after.filter((one) => text(one) !== text(held.get(one.id) ?? { id: "" }));
  for (const part of differing.toSorted((one, other) => Number(one.id === last.id) - Number(other.id === last.id))) {
    const data = columnsOf(ctx, list, part);
    if (held.has(part.id)) await records.update({ where: { id: part.id }, data, select: { id: true } });
    else await records.create({ data: { ...data, id: part.id, [`${noun.entity}Id`]: id }, select: { id: true } });
  }
  const moved = after.filter((one) => one.position !== held.get(one.id)?.position && held.has(one.id));
  if (moved.length === 0) return;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update ${Prisma.raw(list.table)} t set position = r.position
      from unnest(${moved.map((one) => one.id)}::uuid[], ${moved.map((one) => one.position)}::int[]) as r(id, position)
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = r.id`,
  );
}
