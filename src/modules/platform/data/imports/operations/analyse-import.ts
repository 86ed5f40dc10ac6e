import "server-only";
import type { z } from "zod";
import { entriesIn } from "@/lib/coerce/coerce-entries";
import { unwrapped } from "@/lib/coerce/spreadsheet-cell";
import { nouns } from "@/lib/counted";
import { isCustomName } from "@/lib/fields/custom";
import { groupBy } from "@/lib/group-by";
import { andList, foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { importersFor, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { offeredMappings } from "../mappings/operations/offer";
import { mappingOf } from "../objects/rules";
import { choiceKey, isDated, isNumber } from "../rules";
import { importIdInput, type ValueGroup } from "../schema";
import { analysis, type columnCheck, type fileAnalysis, type missingValues } from "../values/schema";
import { blockersOf } from "./blockers";
import { type DistinctValue, distinctRows, distinctValues, seenColumns } from "./distinct-values";
import { importOf } from "./import-state";
import { rulesFor } from "./missing-rules";
import { type FoundNational, foundNational, nationalCellsOf } from "./national-cells";
import { readsImport } from "./operation-heads";
import { type CellReading, type FilePlan, lacksDecimalSign, nameKey, type PlannedColumn, planFile } from "./plan-file";
import { type FileRow, filesOf } from "./present-import";
import { probableUnit } from "./probable-unit";
import { textsIn } from "./read-slice";
import { repeatedNames } from "./repeated-names";
import { lackingRows } from "./row-needs";
import { type FoundValue, isReference, valueGroups, withSuggestions } from "./value-groups";

export const analyseImport = platform.operation({
  ...readsImport,
  input: importIdInput,
  output: analysis,
  rest: { method: "GET", path: "/imports/{id}/analysis" },
  describe:
    "Lists the columns of each file, with the number of values that were found and those that need a decision, with suggestions.",
  async run(ctx, { id }) {
    const { createdById } = await importOf(ctx, id);
    const files = await filesOf(ctx, id);
    const plans = files.map((file) => planFile(ctx, file, createdById));
    const coming = await comingNames(ctx, plans);
    const mappingsFor = await offeredMappings(ctx);
    const result: z.input<typeof analysis> = [];
    for (const [index, file] of files.entries()) {
      const analysed = { file, plan: plans[index] ?? null, parts: partsOf(file, plans) };
      result.push({ ...(await analyseFile(ctx, analysed, coming)), mappings: mappingsFor(file) });
    }
    return result;
  },
});

/** A column may name as many records as a file has rows. */
const maxNames = 200_000;

/** Names of records that the files of an import will make, by object and folded name. */
type ComingNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

export async function comingNames(ctx: Ctx, plans: readonly (FilePlan | null)[]): Promise<ComingNames> {
  const names = new Map<string, Map<string, string>>();
  for (const plan of plans) {
    if (!plan) continue;
    const { entity } = plan.importer.catalog;
    const known = names.get(entity) ?? new Map<string, string>();
    names.set(entity, known);
    for (const name of await composedNames(ctx, plan)) known.set(foldKey(name), name);
    for (const column of plan.columns.filter((one) => plan.importer.names.includes(one.field))) {
      for (const { text } of await distinctValues(ctx, plan.file.id, column.column, maxNames)) {
        const whole = nameIn(column.read(text));
        for (const name of [...(whole === "" ? [] : [whole]), ...entriesIn(whole)])
          known.set(nameKey(entity, name), name);
      }
    }
  }
  return names;
}

/** The names that several columns of a file make together: first and last names. */
async function composedNames(ctx: Ctx, { file, importer: { composed }, columns }: FilePlan): Promise<string[]> {
  const parts = columns.filter(({ field, column }) => column >= 0 && composed?.of.includes(field));
  if (!composed || parts.length === 0) return [];
  const places = parts.map(({ column }) => column);
  const rows = await distinctRows(ctx, file.id, places, maxNames);
  return rows.flatMap((texts) => {
    const named = parts.map((part, place) => [part.field, nameIn(part.read(texts[place] ?? ""))] as const);
    return composed.name(Object.fromEntries(named)) || [];
  });
}

function nameIn(cell: CellReading): string {
  if (cell.kind === "name") return cell.text;
  return cell.kind === "value" ? String(cell.value) : "";
}

/** The names that a column may use before their records exist: not those of its own file, where it is a custom field. */
export const comingFor = (plan: FilePlan, { spec, field }: PlannedColumn, coming: ComingNames) =>
  (spec.to === plan.importer.catalog.entity && isCustomName(field) ? undefined : coming.get(spec.to ?? "")) ??
  new Map<string, string>();

/** The other objects of the rows of a file. */
const partsOf = ({ id, mixed, position }: FileRow, plans: readonly (FilePlan | null)[]): FilePlan[] =>
  plans.flatMap((plan) => (mixed && plan && plan.file.position === position && plan.file.id !== id ? [plan] : []));

interface Analysed {
  file: FileRow;
  plan: FilePlan | null;
  parts: readonly FilePlan[];
}

async function analyseFile(
  ctx: Ctx,
  { file, plan, parts }: Analysed,
  coming: ComingNames,
): Promise<Omit<z.input<typeof fileAnalysis>, "mappings">> {
  const planned = new Map(plan?.columns.map((column) => [column.column, column]));
  const purposeOf = (index: number): string | null => {
    const typed = plan?.columns.find(({ types }) => types === index);
    if (typed) return `Types of ${typed.header}`;
    const elsewhere = parts.flatMap(({ columns, importer }) =>
      columns.some(({ column, types }) => column === index || types === index) ? [importer.catalog.label.many] : [],
    );
    return elsewhere.length > 0 ? `Matched to ${andList(elsewhere)}` : null;
  };
  const checks: ColumnAnalysis[] = [];
  const lists: Awaited<ReturnType<typeof listed>>[] = [];
  for (const [index, header] of file.columns.entries()) {
    const column = planned.get(index);
    const check =
      column && plan
        ? await analyseColumn(ctx, plan, column, comingFor(plan, column, coming))
        : await plainColumn(ctx, file.id, { column: index, header, use: purposeOf(index) });
    checks.push(check);
    lists.push(await listed(ctx, check));
  }
  const { withoutKey, impossible } = plan ? await lackingRows(ctx, plan) : { withoutKey: null, impossible: [] };
  return {
    fileId: file.id,
    columns: checks.map(({ check }) => check),
    values: lists.flatMap(({ values }) => values),
    unlisted: lists.flatMap(({ unlisted }) => unlisted),
    withoutKey,
    missing: checks.flatMap(({ missing }) => missing ?? []),
    nationalNumbers:
      plan &&
      (await nationalCellsOf(
        ctx,
        plan,
        checks.flatMap(({ national }) => national ?? []),
      )),
    needsObject: file.needsObject,
    impossible,
    otherObject: impossible.some(({ all }) => all) ? await otherObject(ctx, file) : null,
    blockers: blockersOf(ctx, file, plan, impossible),
    repeatedNames: parts.length > 0 ? await repeatedIn(ctx, file, parts) : null,
    asksOwner:
      plan !== null &&
      plan.importer.catalog.columns.owner?.to === "member" &&
      !plan.columns.some((column) => column.field === "owner"),
  };
}

async function repeatedIn(
  ctx: Ctx,
  { id: fileId, entity, columns: headers, mapping }: FileRow,
  parts: readonly FilePlan[],
) {
  const catalogs = importersFor(ctx).map(({ catalog }) => catalog);
  // The main object of a file was found first.
  const isMain = parts.every(({ file }) => fileId < file.id);
  return await repeatedNames(ctx, catalogs, { fileId, headers, entity, mapping, isMain });
}

/** The other object that fits most columns of a file, and whose needs they fill; null where none does. */
async function otherObject(ctx: Ctx, file: FileRow): Promise<string | null> {
  const columns = await seenColumns(ctx, file);
  const importers = importersFor(ctx);
  const catalogs = importers.map(({ catalog }) => catalog);
  const fitting = importers.flatMap(({ catalog, needs }) => {
    if (catalog.recognisedBy || catalog.entity === file.entity) return [];
    const mapped = new Set(mappingOf(catalogs, catalog, columns).flatMap(({ field }) => field ?? []));
    const fills = needs.every(({ anyOf }) => anyOf.some((field) => mapped.has(field)));
    return fills ? [{ entity: catalog.entity, columns: mapped.size }] : [];
  });
  return fitting.toSorted((a, b) => b.columns - a.columns)[0]?.entity ?? null;
}

export interface ColumnAnalysis {
  check: z.input<typeof columnCheck>;
  /** All values that need or have a decision, open ones first. */
  groups: FoundValue[];
  missing: z.input<typeof missingValues> | null;
  /** Its telephone numbers without a country code. */
  national: FoundNational | null;
}

const maxValues = 20_000;
/** Values that an analysis lists, of a column and a state. */
const maxListed = 200;

type Check = ColumnAnalysis["check"];

function emptyCheck(column: number, header: string, distinct: readonly DistinctValue[]): Check {
  const filled = distinct.filter((value) => value.text.trim() !== "");
  return {
    column,
    header,
    samples: filled
      .toSorted((a, b) => a.line - b.line)
      .slice(0, 3)
      .map((value) => value.text.slice(0, 100)),
    field: null,
    filled: filled.reduce((sum, value) => sum + value.rows, 0),
    distinct: filled.length,
    found: 0,
    openRows: 0,
    kept: false,
    dateOrder: null,
    decimal: null,
    ambiguous: false,
    zeros: 0,
    unit: null,
    codes: null,
    note: "",
    state: "none",
  };
}

/** A column that fills no field; `use` says its use, if it has one: other objects of its rows have a field for it. */
export async function plainColumn(
  ctx: Ctx,
  fileId: string,
  { column, header, use }: { column: number; header: string; use: string | null },
): Promise<ColumnAnalysis> {
  const distinct = await distinctValues(ctx, fileId, column, 100);
  const empty = emptyCheck(column, header, distinct);
  const check = { ...empty, kept: use === null && empty.filled > 0, note: use ?? "Kept with the import" };
  return { check, groups: [], missing: null, national: null };
}

/** The result for a column and its values; `coming` are names that files of the same import will make. */
export async function analyseColumn(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  coming: ReadonlyMap<string, string>,
): Promise<ColumnAnalysis> {
  const names = isReference(column);
  const most = names ? maxNames : maxValues;
  const distinct = await distinctValues(ctx, plan.file.id, column.column, most, column.within?.column);
  // Decisions are about the meaning of a cell: a record that is made for a value gets no formula as its name.
  const filled = eachText(column, distinct).flatMap((value) => {
    const text = column.meaning(value.text);
    const within = column.within?.meaning(value.within) ?? value.within;
    return text.trim() === "" ? [] : [{ ...value, text, within }];
  });
  const check: Check = { ...emptyCheck(column.column, column.header, distinct), field: column.field };
  const groups = await valueGroups(ctx, plan, column, filled, coming);
  const open = groups.filter((group) => group.choice === null && group.state !== "near");
  const missing = names || column.spec.options ? missingOf(ctx, plan, column, groups) : null;
  const found = filled.length - open.length - (missing?.rule ? missing.values : 0);
  const openRows = open.reduce((sum, group) => sum + group.rows, 0);
  const { dateOrder = null, decimal = null } = column.mapping;
  const lacksSign = lacksDecimalSign(column);
  const national = foundNational(plan, column, filled, distinct.length === most);
  const lacksCountry = national !== null && plan.national?.answer === null;
  const similar = groups.filter((group) => group.choice === null && group.state === "near").length;
  const ambiguous = lacksSign || (isDated(column.spec) && dateOrder === null && openRows > 0);
  return {
    check: {
      ...check,
      found,
      openRows,
      dateOrder: isDated(column.spec) ? dateOrder : null,
      decimal: isNumber(column.spec) ? decimal : null,
      ambiguous,
      zeros: column.spec.kind === "money" ? zeroRows(filled) : 0,
      unit: await probableUnit(ctx, plan, column),
      codes: codesIn(column, distinct),
      note: noteOf(ctx, column, { found, distinct: filled.length, openRows, similar, lacksCountry }, missing),
      state: lacksSign || lacksCountry || openRows > 0 || similar > 0 ? "warning" : "ok",
    },
    groups,
    missing,
    national,
  };
}

/** The values with HTML codes, and the first of them; null where there are none, or where codes are not read. */
function codesIn({ meaning }: PlannedColumn, distinct: readonly DistinctValue[]): Check["codes"] {
  const coded = distinct.filter(({ text }) => text.includes("&") && meaning(text) !== unwrapped(text));
  const [first] = coded.toSorted((a, b) => a.line - b.line);
  if (!first) return null;
  const [example, readAs] = [first.text, meaning(first.text)].map((text) => text.slice(0, 100));
  return { values: coded.length, example: example ?? "", readAs: readAs ?? "" };
}

/** The texts that name records, where a cell may hold several: each once, with the rows that have it. */
function eachText(column: PlannedColumn, distinct: readonly DistinctValue[]): readonly DistinctValue[] {
  if (!column.spec.several) return distinct;
  const parts = distinct.flatMap((value) => textsIn(column, value.text).map((text) => ({ ...value, text })));
  return [...groupBy(parts, ({ text, within }) => choiceKey(text, within)).values()].flatMap(([first, ...others]) =>
    first
      ? [
          {
            ...first,
            rows: others.reduce((sum, { rows }) => sum + rows, first.rows),
            line: Math.min(first.line, ...others.map(({ line }) => line)),
          },
        ]
      : [],
  );
}

/** The values of a column that an analysis lists, so many open and so many decided ones, and the number of the others. */
export async function listed(ctx: Ctx, { groups, check }: ColumnAnalysis) {
  const open = groups.filter((group) => group.choice === null);
  const decided = groups.filter((group) => group.choice !== null);
  const left = open.slice(maxListed);
  const unlisted = {
    field: check.field ?? "",
    open: left.length,
    openRows: left.reduce((sum, group) => sum + group.rows, 0),
    decided: Math.max(0, decided.length - maxListed),
  };
  return {
    values: await withSuggestions(ctx, [...open.slice(0, maxListed), ...decided.slice(0, maxListed)]),
    unlisted: unlisted.open + unlisted.decided > 0 ? [unlisted] : [],
  };
}

/** The values that name no record, or are no choice, without a decision of their own, and the answers that they can have. */
function missingOf(ctx: Ctx, plan: FilePlan, column: PlannedColumn, groups: readonly ValueGroup[]) {
  const without = groups.filter(
    ({ byRule, state, choice }) => byRule || ((state === "unknown" || state === "invalid") && choice === null),
  );
  const rules = rulesFor(ctx, plan, column);
  if (without.length === 0 || rules.length === 0) return null;
  const source = column.spec.options ? undefined : referenceTo(column.spec.to);
  return {
    field: column.field,
    values: without.length,
    rows: without.reduce((sum, group) => sum + group.rows, 0),
    label: column.spec.options ? values : (source?.label ?? nouns.record),
    createNote: source?.makeNote ?? null,
    rules,
    rule: column.missing,
  };
}

const values = { one: "value", many: "values" };

const zeroRows = (values: readonly DistinctValue[]) =>
  values.reduce((sum, value) => sum + (/^[^1-9]*0[^1-9]*$/.test(value.text) ? value.rows : 0), 0);

const orders = { ymd: "Year-month-day", dmy: "Day-month-year", mdy: "Month-day-year", serial: "Day numbers" } as const;

const ruledWords = { create: "to create", empty: "left empty", skip: "to skip" } as const;

interface Counts extends Pick<Check, "found" | "distinct" | "openRows"> {
  /** Values that resemble others, without a decision. */
  similar: number;
  /** Nobody has said how its telephone numbers without a country code are read. */
  lacksCountry: boolean;
}

function noteOf(
  { tenant: { locale } }: Ctx,
  column: PlannedColumn,
  { found, distinct, openRows, similar, lacksCountry }: Counts,
  missing: ColumnAnalysis["missing"],
): string {
  if (lacksDecimalSign(column)) return "Choose the decimal sign";
  if (similar > 0 && openRows === 0) return `${similar.toLocaleString(locale)} to check`;
  if (missing?.rule) {
    const rest = `${missing.values.toLocaleString(locale)} ${ruledWords[missing.rule]}`;
    return found > 0 ? `${found.toLocaleString(locale)} found, ${rest}` : rest;
  }
  if (distinct === 0 && openRows === 0) return "Empty column";
  if (column.spec.kind === "reference")
    return `${found.toLocaleString(locale)} of ${distinct.toLocaleString(locale)} found`;
  if (openRows > 0) return `${openRows.toLocaleString(locale)} to fix`;
  if (lacksCountry) return "Choose a country";
  if (isDated(column.spec) && column.mapping.dateOrder) return orders[column.mapping.dateOrder];
  if (column.spec.percent && column.mapping.multiplier === 100) return "0.35 means 35%";
  return "All values are valid";
}
