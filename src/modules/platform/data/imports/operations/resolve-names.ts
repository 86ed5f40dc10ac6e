import "server-only";
import { groupBy } from "@/lib/group-by";
import { type ImportOutcome, type ImportRow, soundRows } from "@/lib/import-rows";
import { quoteValue } from "@/lib/text";
import { catalog, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { noteGrowth } from "@/server/import-lock";
import type { Problem } from "../schema";
import { writeRows } from "./call-in-parts";
import { type FoundRecords, lookUpGroups, lookUpNames, namesFormer, recordsNamedBy, recordsOf } from "./look-up-names";
import type { FilePlan, PlannedColumn } from "./plan-file";
import { problemOf, type ReadRow, type RowProblem, type SliceResult, textWithin, withRecord } from "./read-slice";
import { inOrderOfUse, type Meant, meantIn } from "./tell-apart";

/** A file that is being written. */
export interface Writing {
  importId: string;
  plan: FilePlan;
  dry: boolean;
}

/**
 * Fills in the records that cells name, and makes the missing ones where a person chose that. The rows, and the lines of
 * those that a rule leaves out.
 */
export async function resolveNames(ctx: Ctx, writing: Writing, read: readonly ReadRow[], result: SliceResult) {
  const { plan } = writing;
  const found = await lookUpNames(ctx, plan, read);
  const meant = await meantIn(ctx, read, found);
  const refused = await createMissingRecords(ctx, writing, read, { found, meant }, result);
  const skipped = new Set<number>();
  const rows = read.flatMap((row): ImportRow[] => {
    const clears = row.clears.length > 0 ? { clears: row.clears } : {};
    if (row.sound && row.names.length === 0) return [{ line: row.line, values: row.values, ...clears }];
    const values = { ...row.values };
    let sound = row.sound || plan.fillsEmpty;
    for (const name of inOrderOfUse(row.names)) {
      const { column, text } = name;
      const isLink = column.ownRecords === "links";
      if (column.ownRecords === "texts") {
        values[column.field] = found.byId.get(column.spec.to ?? "")?.get(text)?.name ?? text;
        continue;
      }
      if (column.within && !found.apart.has(name)) {
        // The problem is that of the other column.
        sound = false;
        continue;
      }
      const [record, ...others] = meant(row, name, values);
      if (record && others.length === 0) {
        const value = name.also === undefined ? record.id : `${record.id}:${name.also}`;
        values[column.field] = withRecord(values[column.field], column, value);
      } else if (!record && (column.missing === "empty" || namesFormer(found, name))) continue;
      else if (!record && name.isNew && !row.sound && !refusesKey(found, refused, name)) continue;
      else if (!record && column.missing === "skip" && !name.isNew && !isLink) skipped.add(row.line);
      else {
        const wrong = record
          ? ambiguousReason(ctx, column, text, others.length + 1)
          : missingReason(name, found, refused);
        const one = plan.importer.catalog.label.one;
        const reason = isLink && row.sound ? `${wrong} The ${one} is imported without it.` : wrong;
        result.problems.push({ line: row.line, problem: problemOf(column, row.cellOf(column.column), { reason }) });
        // The row goes in without its link; everything else it must have.
        if (!isLink && !plan.fillsEmpty) sound = false;
      }
    }
    if (skipped.has(row.line)) return [];
    if (sound) return [{ line: row.line, values, ...clears }];
    result.problems.push(...furtherProblems(plan, row, values, result));
    return [];
  });
  result.problems = result.problems.filter(({ line }) => !skipped.has(line));
  result.skipped += skipped.size;
  return { rows, skipped };
}

/** Makes records of one object from their names, known by a key of their own; why some could not be made, by line. */
export async function createRecordsByName(
  ctx: Ctx,
  { importId, plan, dry }: Writing,
  { entity, key = null }: { entity: string | undefined; key?: string | null },
  rows: ImportRow[],
  result: SliceResult,
): Promise<Map<number, string>> {
  const make = referenceTo(entity)?.make;
  // The chosen key, and what becomes of records that exist, are the file's own: these are known by their names.
  const options = { ...plan.options, recogniseBy: key, ifExists: "update" as const };
  const { problems = [] } = make ? await writeRows(ctx, make, { importId, options, rows, dry }, result) : {};
  return new Map(problems.map(({ line, reason }) => [line, reason]));
}

/** The records that cells name, and which of several a row means. */
interface Known {
  found: FoundRecords;
  meant: Meant;
}

/** Why records could not be made, by object and folded name. */
type Refused = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Makes the records that sound rows name and that do not exist, for the columns whose missing records a person wants.
 * It adds them to those that were found, a few statements for each object.
 */
async function createMissingRecords(
  ctx: Ctx,
  writing: Writing,
  rows: readonly ReadRow[],
  { found, meant }: Known,
  result: SliceResult,
): Promise<Refused> {
  const refused = new Map<string, ReadonlyMap<string, string>>();
  const { plan } = writing;
  const isNew = ({ isNew, column }: ReadRow["names"][number]) => isNew && !column.within;
  const wanted = new Set(
    rows.flatMap(({ names }) => names.filter(isNew).flatMap(({ column }) => column.spec.to ?? [])),
  );
  // In one order, so that two imports do not wait for each other; people come after their companies.
  const nouns = catalog().importers.flatMap(({ catalog: { entity } }) => (wanted.delete(entity) ? [entity] : []));
  const ordered = [...nouns, ...[...wanted].sort()];
  for (const entity of ordered) {
    const missing = missingNames(entity, rows, { found, meant });
    if (missing.size === 0) continue;
    const reasons = new Map<string, string>();
    // Nobody with another address is meant, whatever the name and the account.
    for (const [key, named] of groupBy([...missing], ([, { text }]) => referenceTo(entity)?.keyOf?.(text) ?? null)) {
      const made = named.map(([, { line, text, beside }]) => ({
        line,
        values: { ...valuesNamed(entity, text), ...beside },
      }));
      const byLine = await createRecordsByName(ctx, writing, { entity, key }, made, result);
      for (const [name, { line }] of named) if (byLine.has(line)) reasons.set(name, byLine.get(line) ?? "");
    }
    refused.set(entity, reasons);
    const made = await recordsOf(ctx, plan, entity, missing.keys());
    found.byKey.set(entity, new Map([...(found.byKey.get(entity) ?? []), ...made]));
    // Rows that point to them come next, and the database checks each of them.
    await noteGrowth(ctx);
  }
  for (const column of plan.columns.filter(({ within }) => within !== null))
    await createApart(ctx, writing, column, rows, { found, refused, result });
  return refused;
}

/** The same for a column whose records are those of a record that another column names: for each of these by itself. */
async function createApart(
  ctx: Ctx,
  writing: Writing,
  column: PlannedColumn,
  rows: readonly ReadRow[],
  {
    found,
    refused,
    result,
  }: { found: FoundRecords; refused: Map<string, ReadonlyMap<string, string>>; result: SliceResult },
): Promise<void> {
  const entity = column.spec.to ?? "";
  const missing = rows.flatMap(({ sound, line, names, cellOf }) => {
    const isMissing = (name: ReadRow["names"][number]) =>
      sound && name.isNew && name.column === column && recordsNamedBy(found, name).length === 0;
    return names.filter(isMissing).map((name) => ({ name, line, within: textWithin(column, cellOf) }));
  });
  const reasons = new Map(refused.get(entity));
  for (const { options, values } of await lookUpGroups(ctx, writing.plan, column, missing, ({ within }) => within)) {
    const byKey = groupBy(values, ({ name }) => name.key);
    const made = [...byKey.values()].flatMap(([first]) =>
      first ? [{ line: first.line, values: valuesNamed(entity, first.name.text) }] : [],
    );
    const inGroup = { ...writing, plan: { ...writing.plan, options } };
    const byLine = await createRecordsByName(ctx, inGroup, { entity }, made, result);
    const records = await recordsOf(ctx, { options }, entity, byKey.keys());
    for (const { name, line } of values) {
      found.apart.set(name, records.get(name.key) ?? []);
      const reason = byLine.get(line);
      if (reason !== undefined) reasons.set(name.key, reason);
    }
  }
  refused.set(entity, reasons);
  if (missing.length > 0) await noteGrowth(ctx);
}

/** The values of a new record that a text names. */
export const valuesNamed = (entity: string | undefined, text: string): ImportRow["values"] =>
  referenceTo(entity)?.valuesOf?.(text) ?? { name: text };

/** A record that is missing: the first row that names it, and the values that all rows which name it give it elsewhere. */
interface Missing {
  line: number;
  text: string;
  beside: ImportRow["values"];
}

/** Names of an object's missing records by folded name, each with the first row that has it. */
function missingNames(entity: string, rows: readonly ReadRow[], { found, meant }: Known): Map<string, Missing> {
  const names = new Map<string, Missing>();
  for (const row of rows) {
    if (!row.sound) continue;
    for (const cell of row.names) {
      const { column, key, text, isNew } = cell;
      if (!isNew || column.spec.to !== entity || column.within || column.ownRecords === "texts") continue;
      // An id whose row did not go in is no name.
      const isOfOne = recordsNamedBy(found, cell).length > 0 || namesFormer(found, cell);
      const isKnown = isOfOne || found.byId.get(entity)?.has(text);
      if (isKnown) continue;
      const said = besideName(row, cell, meant);
      const earlier = names.get(key);
      names.set(
        key,
        earlier ? { ...earlier, beside: agreed(earlier.beside, said) } : { line: row.line, text, beside: said },
      );
    }
  }
  return names;
}

/** The values that a row gives a record which it names: the person of a deal belongs to the company of the deal. */
function besideName(row: ReadRow, { column: { apart } }: ReadRow["names"][number], meant: Meant): ImportRow["values"] {
  const said: ImportRow["values"] = {};
  for (const { field, column } of apart?.shared ?? []) {
    const [named, ...others] = row.names
      .filter((name) => name.column === column)
      .flatMap((name) => meant(row, name, row.values));
    const id = row.values[column.field] ?? (others.length === 0 ? named?.id : undefined);
    if (id !== undefined) said[field] = id;
  }
  return said;
}

/** The values that two rows agree on: people of one name at two companies belong to neither. */
const agreed = (one: ImportRow["values"], other: ImportRow["values"]): ImportRow["values"] =>
  Object.fromEntries(Object.entries(one).filter(([field, value]) => other[field] === value));

/** Whether a record could not be made of a name; of a row that stays out for another reason none was tried. */
function refusesKey(found: FoundRecords, refused: Refused, { column, text, key }: ReadRow["names"][number]): boolean {
  const entity = column.spec.to ?? "";
  return found.byId.get(entity)?.has(text) === true || refused.get(entity)?.has(key) === true;
}

/** Why a cell names no record, although new ones are made where a person chose that. */
function missingReason(name: ReadRow["names"][number], found: FoundRecords, refused: Refused): string {
  const { column, text, key, isNew } = name;
  const isId = found.byId.get(column.spec.to ?? "")?.has(text);
  if (!isNew || isId) return unknownReason(column, text);
  const reason = refused.get(column.spec.to ?? "")?.get(key);
  return reason
    ? `${quoteValue(text)} cannot be created: ${reason}`
    : `${quoteValue(text)} is archived in your ${labelOf(column)}. Restore it, or choose another record.`;
}

const labelOf = (column: PlannedColumn) => referenceTo(column.spec.to)?.label.many ?? "records";

/** Why a text names no record. */
export function unknownReason(column: PlannedColumn, text: string, within = ""): string {
  const place = within === "" ? "" : ` in ${quoteValue(within)}`;
  return `${quoteValue(text)} is not among your ${labelOf(column)}${place}.`;
}

/** Why a text names no single record. */
export function ambiguousReason({ tenant }: Ctx, column: PlannedColumn, text: string, count: number): string {
  return `${count.toLocaleString(tenant.locale)} ${labelOf(column)} are called ${quoteValue(text)}. Choose one of them.`;
}

/** Problems that the object itself finds in a row with others, so that all of them are shown at once. */
function furtherProblems(
  plan: FilePlan,
  { line }: ReadRow,
  values: ImportRow["values"],
  { problems }: SliceResult,
): RowProblem[] {
  const known = new Set(problems.flatMap((one) => (one.line === line ? [one.problem.field] : [])));
  return soundRows([{ line, values }], plan.importer.read)
    .problems.filter(({ field }) => !known.has(field))
    .map((problem) => ({ line, problem: atColumn(plan, problem, valueIn(values)) }));
}

/** A problem that the object found, at the column that fills the field; `textOf` is the cell's text. */
export function atColumn(
  plan: FilePlan,
  problem: Omit<ImportOutcome["problems"][number], "line">,
  textOf: (field: string | null, column?: PlannedColumn) => string,
): Problem {
  const column = plan.columns.find((one) => one.field === problem.field);
  return problemOf(column, textOf(problem.field, column), problem);
}

/** The text of a field's value; of a record nothing, since the value is its id. */
export const valueIn = (values: ImportRow["values"]) => (field: string | null, column?: PlannedColumn) =>
  column?.spec.kind === "reference" ? "" : String(values[field ?? ""] ?? "");
