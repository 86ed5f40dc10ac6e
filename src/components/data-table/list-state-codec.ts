import type { ColumnPlace } from "@/components/data-table/column-layout";
import { clampWidth } from "@/components/data-table/column-layout";
import type { ColumnTotal } from "@/components/data-table/column-totals";
import type { Sort } from "@/lib/list";
import {
  type Condition,
  type ConditionGroup,
  listOperators,
  maxGrouped,
  maxGroups,
  maxSorts,
  operatorArity,
  valueFits,
} from "@/lib/list-filter";
import { totalWays } from "@/lib/total-ways";

/** The parts of a filter; all/any is a separate parameter of the URL. */
export interface FilterParts {
  conditions: Condition[];
  groups: ConditionGroup[];
}

/* A condition is `field:op:value`; conditions are separated by `;`, values by `,`. A group is `any(…)` or `all(…)`
   with conditions separated by `~`. `!` escapes separators; text that looks like a number or boolean gets a
   leading `'`. */
const signs = /[!;:,~(]/g;
const group = /^(any|all)\((.*)\)$/s;

function escapeText(text: string): string {
  return text.replace(signs, (sign) => `!${sign}`);
}

/** Splits at an unescaped character; the parts stay escaped. */
function splitAt(text: string, sign: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "!") part += char + text.charAt(++i);
    else if (char === sign) {
      parts.push(part);
      part = "";
    } else part += char;
  }
  return [...parts, part];
}

function unescapeText(text: string): string {
  return text.replace(/!(.)/gs, "$1");
}

function looksTyped(text: string): boolean {
  return text.startsWith("'") || text === "true" || text === "false" || (text.trim() === text && isNumber(text));
}

function isNumber(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text)) && String(Number(text)) === text;
}

function encodeValue(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  return escapeText(looksTyped(value) ? `'${value}` : value);
}

function decodeValue(text: string): string | number | boolean {
  const plain = unescapeText(text);
  if (plain.startsWith("'")) return plain.slice(1);
  if (plain === "true" || plain === "false") return plain === "true";
  return isNumber(plain) ? Number(plain) : plain;
}

function encodeCondition({ field, op, value }: Condition): string {
  const head = `${escapeText(field)}:${op}`;
  if (value === undefined) return head;
  return `${head}:${(Array.isArray(value) ? value : [value]).map(encodeValue).join(",")}`;
}

/** A filter as one URL value, `stage:anyOf:a,b;any(owner:empty~value:atLeast:100000)`. */
export function encodeFilter({ conditions, groups }: FilterParts): string {
  return [
    ...conditions.map(encodeCondition),
    ...groups.map(({ match, conditions: inner }) => `${match}(${inner.map(encodeCondition).join("~")})`),
  ].join(";");
}

/** The filter in a URL value; unreadable parts are left out. */
export function decodeFilter(text: string): FilterParts {
  const parts: FilterParts = { conditions: [], groups: [] };
  for (const part of text === "" ? [] : splitAt(text, ";")) {
    const [, match, inside] = group.exec(part) ?? [];
    const conditions = (inside === undefined ? [part] : splitAt(inside, "~").slice(0, maxGrouped)).flatMap(
      decodeCondition,
    );
    if (inside === undefined) parts.conditions.push(...conditions);
    else if (conditions.length > 0 && parts.groups.length < maxGroups)
      parts.groups.push({ match: match === "any" ? "any" : "all", conditions });
  }
  return parts;
}

function decodeCondition(text: string): Condition[] {
  const [head = "", sign = "", value] = splitAt(text, ":");
  const values = value === undefined ? [] : splitAt(value, ",").map(decodeValue);
  const op = listOperators.find((known) => known === sign);
  const field = unescapeText(head);
  if (op === undefined || !isFieldName(field) || !values.every(isValue) || values.length > maxValues) return [];
  const arity = operatorArity(op);
  const isList = arity === "many" || arity === "two" || values.length > 1;
  const shaped = isList ? values : values[0];
  const given = value === undefined ? {} : { value: shaped as NonNullable<Condition["value"]> };
  return valueFits(op, given.value) ? [{ field, op, ...given }] : [];
}

// The limits of `conditionSchema` and `sortSchema`, without their library, which no list needs at first.
const maxValues = 200;
const maxTotals = 30;
const isFieldName = (name: string): boolean => name !== "" && name.length <= 100;
const isValue = (value: string | number | boolean): boolean => typeof value !== "string" || value.length <= 500;

/** `closeDate`, `-closeDate`, or several: `-closeDate,name`. */
export function encodeSort(sorts: readonly Sort[]): string {
  return sorts.map(({ field, direction }) => (direction === "desc" ? "-" : "") + field).join(",");
}

/** The orders in a URL value; null if it is none. */
export function decodeSort(text: string): Sort[] | null {
  const sorts = text.split(",").slice(0, maxSorts).map(decodeOne);
  return sorts.every((sort) => sort !== null) ? sorts : null;
}

function decodeOne(text: string): Sort | null {
  const desc = text.startsWith("-");
  const field = desc ? text.slice(1) : text;
  return isFieldName(field) ? { field, direction: desc ? "desc" : "asc" } : null;
}

/** Shown columns in order, `name!:240` style: `*` before a pinned one, `:width` where it was changed. */
export function encodeColumns(places: readonly ColumnPlace[]): string {
  return places
    .map(({ id, width, pinned }) => `${pinned ? "*" : ""}${escapeText(id)}${width === undefined ? "" : `:${width}`}`)
    .join(",");
}

export function decodeColumns(text: string): ColumnPlace[] | null {
  const places = splitAt(text, ",").flatMap((part): ColumnPlace[] => {
    const [name = "", width] = splitAt(part, ":");
    const pinned = name.startsWith("*");
    const id = unescapeText(pinned ? name.slice(1) : name);
    if (id === "" || id.length > 100) return [];
    const size = Number(width);
    return [
      {
        id,
        ...(width !== undefined && Number.isFinite(size) ? { width: clampWidth(size) } : {}),
        ...(pinned ? { pinned } : {}),
      },
    ];
  });
  return places.length > 0 ? places : null;
}

/** Totals in the foot of a list, `amount:sum,probability:average`; an empty text for none. */
export function encodeTotals(totals: readonly ColumnTotal[]): string {
  return totals.map(({ field, of }) => `${escapeText(field)}:${of}`).join(",");
}

/** The totals in a URL value, each field once; unreadable ones are left out. */
export function decodeTotals(text: string): ColumnTotal[] {
  const totals = splitAt(text, ",").flatMap((part): ColumnTotal[] => {
    const [head = "", way] = splitAt(part, ":");
    const field = unescapeText(head);
    const of = totalWays.find((known) => known === way);
    return of && isFieldName(field) ? [{ field, of }] : [];
  });
  const fields = totals.map(({ field }) => field);
  return totals.filter(({ field }, place) => fields.indexOf(field) === place && place < maxTotals);
}
