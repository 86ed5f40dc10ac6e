import { createParser, parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import {
  decodeColumns,
  decodeFilter,
  decodeSort,
  decodeTotals,
  encodeColumns,
  encodeFilter,
  encodeSort,
  encodeTotals,
} from "@/components/data-table/list-state-codec";

function same<T>(encode: (value: T) => string) {
  return (a: T, b: T) => encode(a) === encode(b);
}

/** The state of a list in the URL, for `useListState` in the browser and for nuqs loaders on the server. */
export const listStateParsers = {
  sort: createParser({ parse: decodeSort, serialize: encodeSort, eq: same(encodeSort) }),
  filter: createParser({ parse: decodeFilter, serialize: encodeFilter, eq: same(encodeFilter) }),
  match: parseAsStringLiteral(["all", "any"] as const),
  columns: createParser({ parse: decodeColumns, serialize: encodeColumns, eq: same(encodeColumns) }),
  totals: createParser({ parse: decodeTotals, serialize: encodeTotals, eq: same(encodeTotals) }),
  q: parseAsString,
  group: parseAsString,
  closed: parseAsArrayOf(parseAsString),
  archived: parseAsBoolean,
  tree: parseAsBoolean,
};

/** Whether an address names anything about a list besides its collapsed groups. */
export const isNarrowing = ({ closed: _closed, ...url }: Readonly<Record<string, unknown>>): boolean =>
  Object.values(url).some((value) => value !== null);
