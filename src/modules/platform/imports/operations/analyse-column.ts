import "server-only";
import type { z } from "zod";
import { unwrapped } from "@/lib/coerce/spreadsheet-cell";
import { groupBy } from "@/lib/group-by";
import { NearMatcher } from "@/lib/similarity";
import { foldKey, quoteValue } from "@/lib/text";
import { type ReferenceSource, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { columnCheck, ValueGroup } from "../schema";
import { type DistinctValue, distinctValues } from "./distinct-values";
import { type CellReading, type FilePlan, lacksDecimalSign, type PlannedColumn } from "./plan-file";
import { ambiguousReason, takesText, unknownReason } from "./write-slice";

export interface ColumnAnalysis {
  check: z.input<typeof columnCheck>;
  values: ValueGroup[];
}

const maxValues = 20_000;
/** Values for which near matches are looked for, the most frequent first. */
const maxGroups = 200;

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
    dateOrder: null,
    decimal: null,
    ambiguous: false,
    zeros: 0,
    note: "",
    state: "none",
  };
}

/** A column that fills no field. */
export async function plainColumn(ctx: Ctx, fileId: string, column: number, header: string): Promise<ColumnAnalysis> {
  const distinct = await distinctValues(ctx, fileId, column, 100);
  return { check: { ...emptyCheck(column, header, distinct), note: "Kept with the import" }, values: [] };
}

/** The result for a column and its values; `coming` are names that files of the same import will make. */
export async function analyseColumn(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  coming: ReadonlyMap<string, string>,
): Promise<ColumnAnalysis> {
  const distinct = await distinctValues(ctx, plan.file.id, column.column, maxValues);
  // Decisions are about the meaning of a cell: a record that is made for a value gets no formula as its name.
  const filled = distinct.flatMap((value) => {
    const text = unwrapped(value.text);
    return text.trim() === "" ? [] : [{ ...value, text }];
  });
  const check: Check = { ...emptyCheck(column.column, column.header, distinct), field: column.field };
  const groups =
    column.spec.kind === "reference" && !takesText(plan, column)
      ? await referenceGroups(ctx, plan, column, filled, coming)
      : await valueGroups(ctx, plan, column, filled);
  const open = groups.filter((group) => group.choice === null && group.state !== "near");
  const found = filled.length - open.length;
  const openRows = open.reduce((sum, group) => sum + group.rows, 0);
  const { dateOrder = null, decimal = null } = column.mapping;
  const isNumber = column.spec.kind === "money" || column.spec.kind === "integer";
  const lacksSign = lacksDecimalSign(column);
  const ambiguous = lacksSign || (column.spec.kind === "day" && dateOrder === null && openRows > 0);
  return {
    check: {
      ...check,
      found,
      openRows,
      dateOrder: column.spec.kind === "day" ? dateOrder : null,
      decimal: isNumber ? decimal : null,
      ambiguous,
      zeros: column.spec.kind === "money" ? zeroRows(filled) : 0,
      note: lacksSign ? "Choose the decimal sign" : noteOf(column, found, filled.length, openRows),
      state: lacksSign || openRows > 0 || groups.some((group) => group.choice === null) ? "warning" : "ok",
    },
    values: openFirst(groups),
  };
}

/** Values that wait for a decision stand before those that have one; of each so many are shown. */
function openFirst(groups: readonly ValueGroup[]): ValueGroup[] {
  const open = groups.filter((group) => group.choice === null);
  const decided = groups.filter((group) => group.choice !== null);
  return [...open.slice(0, maxGroups), ...decided.slice(0, maxGroups)];
}

const zeroRows = (values: readonly DistinctValue[]) =>
  values.reduce((sum, value) => sum + (/^[^1-9]*0[^1-9]*$/.test(value.text) ? value.rows : 0), 0);

const orders = { ymd: "Year-month-day", dmy: "Day-month-year", mdy: "Month-day-year", serial: "Day numbers" } as const;

function noteOf(column: PlannedColumn, found: number, distinct: number, openRows: number): string {
  if (column.spec.kind === "reference")
    return `${found.toLocaleString("en-US")} of ${distinct.toLocaleString("en-US")} found`;
  if (openRows > 0) return `${openRows.toLocaleString("en-US")} to fix`;
  if (column.spec.kind === "day" && column.mapping.dateOrder) return orders[column.mapping.dateOrder];
  if (column.spec.percent && column.mapping.multiplier === 100) return "0.35 is 35 %";
  return "Matches rows";
}

interface Facts {
  plan: FilePlan;
  column: PlannedColumn;
  value: DistinctValue;
}

function group(
  { column, value }: Facts,
  parts: Partial<ValueGroup> & Pick<ValueGroup, "state" | "reason">,
): ValueGroup {
  return {
    field: column.field,
    column: column.column,
    text: value.text,
    rows: value.rows,
    firstLine: value.line,
    suggestions: [],
    mayCreate: false,
    type: null,
    place: null,
    choice: column.choices[foldKey(value.text)] ?? null,
    ...parts,
  };
}

function unreadable(facts: Facts, { reason, suggestion }: Extract<CellReading, { kind: "problem" }>): ValueGroup {
  const suggestions = suggestion === null ? [] : [{ label: suggestion, id: null, why: "can be read" }];
  return group(facts, { state: "invalid", reason, suggestions, choice: null });
}

type Records = ReadonlyMap<string, readonly { id: string; label: string }[]>;

/** Records that texts name by the ids that they had elsewhere. */
async function byExternalId(ctx: Ctx, source: ReferenceSource, texts: readonly string[]): Promise<Records> {
  const found = texts.length > 0 ? await source.findByExternalId?.(ctx, texts) : undefined;
  return groupBy(found ?? [], ({ key }) => key);
}

/** Values of a column that points to records: those of which there is not exactly one. */
async function referenceGroups(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  filled: readonly DistinctValue[],
  coming: ReadonlyMap<string, string>,
): Promise<ValueGroup[]> {
  const source = referenceTo(column.spec.to ?? "");
  if (!source) return [];
  const read = filled.map((value) => ({ value, cell: column.read(value.text) }));
  const keys = read.flatMap(({ cell }) => (cell.kind === "name" ? [cell.key] : []));
  const ids = new Map<string, { id: string; label: string }[]>();
  for (const { key, id, label } of await source.find(ctx, keys, plan.options))
    ids.set(key, [...(ids.get(key) ?? []), { id, label }]);
  const unnamed = read.flatMap(({ cell }) => (cell.kind === "name" && !ids.has(cell.key) ? [cell.text] : []));
  const byId = await byExternalId(ctx, source, unnamed);
  let matcher: NearMatcher | undefined;
  const known = new Map<string, string>();
  const near = async (text: string) => {
    if (!matcher) {
      for (const { id, label } of await source.candidates(ctx, plan.options)) known.set(label, id);
      matcher = new NearMatcher([...known.keys(), ...coming.values()]);
    }
    return matcher
      .near(text)
      .map(({ candidate, why }) => ({ label: candidate, id: known.get(candidate) ?? null, why }));
  };
  const { types } = source;
  const meant = async (text: string) => {
    const similar = await near(text);
    const type = types?.of(text);
    const why = type === undefined ? null : types?.why(type);
    if (!why || similar.length > 0) return similar;
    return [...known].flatMap(([label, id]) => (types?.of(label) === type ? [{ label, id, why }] : []));
  };
  const groups: ValueGroup[] = [];
  for (const { value, cell } of read) {
    const facts = { plan, column, value };
    const choice = column.choices[foldKey(value.text)];
    const records = cell.kind === "name" ? (ids.get(cell.key) ?? byId.get(cell.text) ?? []) : [];
    const isComing = cell.kind === "name" && coming.has(cell.key);
    // An earlier import has made this record.
    if (choice?.do === "create" && records.length === 1) continue;
    const settled = cell.kind === "skip" || cell.kind === "empty" || cell.kind === "value" || choice?.do === "create";
    if (choice && (settled || records.length === 1 || isComing))
      groups.push(group(facts, { state: "chosen", reason: "" }));
    else if (cell.kind === "problem") groups.push(unreadable(facts, cell));
    else if (records.length > 1) {
      const shown = records.slice(0, 10);
      const marks = await source.distinguish?.(
        ctx,
        shown.map(({ id }) => id),
      );
      const suggestions = shown.map(({ id, label }) => ({ id, label, why: marks?.get(id) ?? "" }));
      groups.push(
        group(facts, {
          state: "ambiguous",
          reason: ambiguousReason(column, value.text, records.length),
          suggestions,
          choice: null,
        }),
      );
    } else if (records.length === 0 && !isComing && cell.kind === "name") {
      groups.push(
        group(facts, {
          state: "unknown",
          reason: unknownReason(column, value.text),
          suggestions: groups.length < maxGroups ? await meant(value.text) : [],
          mayCreate: source.mayMake(ctx),
          type: types?.of(value.text) ?? null,
          choice: null,
        }),
      );
    }
  }
  if (types) placeNew(groups, types.options);
  return groups;
}

/** New records in the order in which the file first names them, type by type. */
function placeNew(groups: readonly ValueGroup[], types: readonly { value: string }[]): void {
  const rankOf = ({ choice, type }: ValueGroup) => {
    const own = choice?.do === "create" ? choice.type : type;
    return types.findIndex(({ value }) => value === own);
  };
  const made = groups.filter((group) => group.type !== null || group.choice?.do === "create");
  const order = made.toSorted((a, b) => rankOf(a) - rankOf(b) || a.firstLine - b.firstLine);
  for (const [place, group] of order.entries()) group.place = place;
}

/** Values of other columns: what cannot be read, and texts that resemble a usual one. */
async function valueGroups(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  filled: readonly DistinctValue[],
): Promise<ValueGroup[]> {
  const groups: ValueGroup[] = [];
  for (const value of filled) {
    const choice = column.choices[foldKey(value.text)];
    const cell = column.read(value.text);
    if (cell.kind === "problem") groups.push(unreadable({ plan, column, value }, cell));
    else if (choice) groups.push(group({ plan, column, value }, { state: "chosen", reason: "" }));
  }
  if (column.spec.kind === "text" && filled.length <= 500) groups.push(...(await nearUsual(ctx, plan, column, filled)));
  return groups;
}

/** Texts that nearly are what the workspace, or people in general, call this. */
async function nearUsual(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  filled: readonly DistinctValue[],
): Promise<ValueGroup[]> {
  const own = (await plan.importer.values?.(ctx, column.field)) ?? [];
  const usual = [...own, ...(column.spec.usual ?? [])];
  if (usual.length === 0) return [];
  const exact = new Set(usual.map(foldKey));
  const matcher = new NearMatcher(usual);
  return filled.flatMap((value) => {
    const key = foldKey(value.text);
    if (exact.has(key) || column.choices[key]) return [];
    const suggestions = matcher.near(value.text).map(({ candidate, why }) => ({ label: candidate, id: null, why }));
    if (suggestions.length === 0) return [];
    const reason = `${quoteValue(value.text)} resembles ${quoteValue(suggestions[0]?.label ?? "")}.`;
    return [group({ plan, column, value }, { state: "near", reason, suggestions })];
  });
}
