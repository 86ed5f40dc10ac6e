import type { ReactNode } from "react";
import type { CellEditing, DataColumn, EditedValue } from "@/components/data-table/data-column";
import type { FilterField } from "@/components/data-table/filter-fields";
import type { SortField } from "@/components/data-table/sort-menu";
import { RecordMark } from "@/components/ui/noun-icon";
import { patchOf, valueIn } from "@/lib/fields/custom";
import {
  type Field,
  type FieldKind,
  type FieldOf,
  type Fields,
  inputName,
  isReference,
  isSortable,
} from "@/lib/fields/field";
import type { PatchOf } from "@/lib/fields/record";
import { hasStates } from "@/lib/fields/states";
import { numberFormat } from "@/lib/intl";
import { hasCents } from "@/lib/money";
import type { Money } from "@/lib/zod";
import { inCurrencyOf } from "./currency-of";
import type { FieldContext, GroupValue } from "./kind";
import { editorOf, partsOf } from "./kinds";

/** A row whose fields are known at run time only. */
export type AnyRow = Readonly<Record<string, unknown>> & { id: string; mayEdit: boolean };
export type ColumnOverride<R = AnyRow> = Partial<Omit<DataColumn<R>, "id">>;

const known = (field: Field) => field as FieldOf<FieldKind>;
const nameOf = (value: unknown) => (value as { name?: string } | null)?.name ?? "";

interface ColumnsGiven<R> {
  /** Replaces single parts of a column. */
  overrides: Readonly<Record<string, ColumnOverride<R>>> | undefined;
  /** Amounts that show their cents. */
  cents?: readonly string[];
}

/** The columns of a list, from its fields. */
export function fieldColumns<R = AnyRow>(
  fields: Fields,
  at: FieldContext,
  { overrides = {}, cents = [] }: ColumnsGiven<R> = { overrides: undefined },
): DataColumn<R>[] {
  const atField = (name: string) => ({ ...at, inList: true, cents: cents.includes(name) });
  return Object.entries(fields).flatMap(([name, field]) =>
    field.column === false
      ? []
      : [{ ...(columnOf(name, field, atField(name)) as unknown as DataColumn<R>), ...overrides[name] }],
  );
}

/** The amounts of which a row is not whole in its currency: all of their column show their cents. */
export const withCents = (fields: Fields, rows: readonly object[]): string[] =>
  Object.entries(fields).flatMap(([name, { kind }]) => {
    const amounts = kind === "money" ? rows.map((row) => valueIn(row, name)) : [];
    return (amounts as (Money | null)[]).some((money) => money && hasCents(money.amount, money.currency)) ? [name] : [];
  });

/** The input of an edit of one cell, under the names of inputs. */
export function cellPatch<F extends Fields>(
  fields: F,
  at: FieldContext,
  { row, column, value }: { row: object; column: string; value: unknown },
): PatchOf<F> {
  const field = fields[column] as Field;
  const before = valueIn(row, column);
  const next = partsOf(field).fromEditor(value as EditedValue, before, inCurrencyOf(row, at));
  return patchOf(inputName(column, field), next) as PatchOf<F>;
}

function columnOf(name: string, field: Field, at: FieldContext): DataColumn<AnyRow> {
  const parts = partsOf(field);
  const { header = field.label, width = parts.width, hidden, phone: place } = field.column || {};
  const phone = isTitle(field) ? "title" : place;
  const show = (row: AnyRow) => {
    const value = valueIn(row, name);
    return value === null || value === undefined ? null : parts.show(value, known(field), at);
  };
  const small = (row: AnyRow) => {
    const value = valueIn(row, name) ?? null;
    return value !== null && parts.small ? parts.small(value) : show(row);
  };
  const editable = editing(name, field, at);
  const total = totalOf(field, at);
  return {
    id: name,
    header,
    kind: parts.column,
    width,
    ...(isSortable(field, at.seesAll) ? { sortable: true } : {}),
    ...(hidden ? { hidden } : {}),
    ...(phone ? { phone, phoneCell: phone === "title" ? undefined : small } : {}),
    ...(editable ? { editable } : {}),
    ...(total ? { total, ...(isAmounts(field) ? { totalWays: ["sum"] } : {}) } : {}),
    cell: (row: AnyRow) => {
      const shown = show(row) ?? parts.empty?.(known(field)) ?? "–";
      return phone === "title" ? titleCell(row, shown, at) : shown;
    },
  } as DataColumn<AnyRow>;
}

/** How a total of a field is shown; undefined where it has none. */
function totalOf(field: Field, at: FieldContext): DataColumn<AnyRow>["total"] {
  const { column, filter, show } = partsOf(field);
  const isNumber = (column === "money" || column === "number") && filter !== null && field.filterable !== false;
  // Other members see amounts in such a column that are not stored, so nothing adds them up.
  const isAdded = isAmounts(field) && !field.overlapping && isSortable(field, at.seesAll);
  if (!isNumber && !isAdded) return undefined;
  return (value) => {
    // Beyond 2^53 a number is a text, and no JavaScript number has all of its digits.
    if (typeof value === "string") return numberFormat(at.locale).format(value as `${number}`);
    // Durations are whole minutes; their averages are not.
    if (field.kind === "duration") return show(Math.round(Number(value)), known(field), at);
    return show(isAmounts(field) ? [value] : value, known(field), at);
  };
}

const isAmounts = (field: Field): field is FieldOf<"amounts"> => field.kind === "amounts";
const isTitle = (field: Field) => field.kind === "text" && (field as FieldOf<"text">).title === true;

function titleCell(row: AnyRow, shown: ReactNode, { head }: FieldContext): ReactNode {
  const title = <span className="truncate font-medium">{shown}</span>;
  if (!head.mark) return title;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <RecordMark head={head} id={row.id} name={String(row.name)} />
      {title}
    </span>
  );
}

function editing(name: string, field: Field, at: FieldContext): CellEditing<AnyRow> | null {
  const parts = partsOf(field);
  const editor = editorOf(field);
  if (field.computed || hasStates(field) || editor === null) return null;
  const { options, search, suggest, onCreate, duration } = parts.choices?.(known(field), at, name) ?? {};
  return {
    kind: editor === "longText" ? "text" : editor,
    value: (row) => parts.toEditor(valueIn(row, name)),
    label: (row) => nameOf(valueIn(row, name)),
    currency: (row) => (valueIn(row, name) as { currency?: string } | null)?.currency ?? inCurrencyOf(row, at).currency,
    ...(options ? { options } : {}),
    ...(search ? { search } : {}),
    ...(suggest ? { suggest } : {}),
    ...(onCreate ? { onCreate } : {}),
    ...(duration ? { duration } : {}),
    ...(parts.chosen ? { chosen: (row) => parts.chosen?.(valueIn(row, name)) ?? [] } : {}),
    ...(field.required ? { required: true } : {}),
    locked: (row) => !row.mayEdit,
  };
}

/** The filters of a list; names and kinds are those of the server's list. */
export function fieldFilters(fields: Fields, at: FieldContext): FilterField[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const { filter, icon, choices } = partsOf(field);
    if (filter === null || field.filterable === false) return [];
    const { suggest: _suggest, onCreate: _onCreate, filtered, ...values } = choices?.(known(field), at, name) ?? {};
    const related = relatedFilters(name, field, at);
    const ofRecords = field.kind === "reference" || field.kind === "links";
    const more = {
      ...(filtered ? { search: filtered } : {}),
      ...(related ? { related } : {}),
      ...(ofRecords ? { ofRecords: true as const } : {}),
    };
    return [{ field: name, label: field.label, kind: filter, icon, ...values, ...more }];
  });
}

/** Loads the filters by the fields of the record that a field points to; undefined for other fields. */
function relatedFilters(name: string, field: Field, at: FieldContext): FilterField["related"] {
  const load = isReference(field) ? at.related?.("to" in field ? String(field.to) : "member") : undefined;
  return (
    load &&
    (async () => {
      const { related: _related, ...there } = at;
      return fieldFilters(await load(), there).map((filter) => ({
        ...filter,
        field: `${name}.${filter.field}`,
        label: `${field.label} › ${filter.label}`,
      }));
    })
  );
}

/** The names of those, and `account.*` for the fields of a referenced record; what else an address says is passed over. */
export const filterNames = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    if (partsOf(field).filter === null || field.filterable === false) return [];
    return isReference(field) ? [name, `${name}.*`] : [name];
  });

/** The sort orders of a list. */
export const fieldSorts = (fields: Fields, { seesAll }: Pick<FieldContext, "seesAll">): SortField[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    isSortable(field, seesAll) ? [{ field: name, label: field.label }] : [],
  );

/** The groupings of a list, in the form of `Grouping` in `trpc/list-rows.ts`. */
export function fieldGroupings<R extends object = AnyRow>(fields: Fields) {
  return Object.entries(fields).flatMap(([name, field]) => {
    const { groupName, groupHead } = partsOf(field);
    if (!field.groupable || !groupName) return [];
    const options = "options" in field ? (field.options as readonly { value: string }[]) : undefined;
    return [
      {
        field: name,
        label: field.label,
        columnId: name,
        of: (row: R) => groupValue(valueIn(row, name)),
        name: (group: GroupValue) => groupName(group, known(field)),
        ...(groupHead ? { head: (group: GroupValue) => groupHead(group, known(field)) } : {}),
        ...(options ? { order: options.map(({ value }) => value) } : {}),
      },
    ];
  });
}

function groupValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "object") return (value as { id?: string | null }).id ?? null;
  return String(value);
}
