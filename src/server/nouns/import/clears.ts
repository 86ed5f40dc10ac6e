import "server-only";
import { idFields } from "@/lib/fields/base";
import { derivedIn } from "@/lib/fields/derived";
import { isEntriesField } from "@/lib/fields/entries";
import type { Field, Fields } from "@/lib/fields/field";
import type { ImportRow } from "@/lib/import-rows";
import type { ClearCell } from "../../fields/kind.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import type { BatchRecord, Cells } from "./rules.ts";

type Noun = Pick<NounRuntime["noun"], "fields" | "head" | "catalog">;

/**
 * The cells of a file that can clear a part of a record when they are empty: none of what it needs, is called or recognised
 * by, none that decides who sees it or where in its course it is.
 */
export function clearableCells({ fields, head, catalog }: Noun): ReadonlyMap<string, ClearCell> {
  const identity = catalog.naturalKeys.flatMap((names) =>
    names.filter((name) => names.length === 1 || fields[name]?.kind !== "reference"),
  );
  const kept = new Set([...Object.keys(idFields), ...identity, "owner", head.accessFrom?.field]);
  const parts = new Set(derivedIn(fields).flatMap(([, { of, missing }]) => (missing ? of : [])));
  const clearable = Object.entries<Field>(fields).filter(([name, field]) => {
    if (isEntriesField(field)) return mayBeEmpty(field);
    return mayBeEmpty(field) && !kept.has(name) && !parts.has(name);
  });
  return new Map(clearable.flatMap(([name, field]) => Object.entries(clearsOf(name, field))));
}

function mayBeEmpty(field: Field): boolean {
  const { importable, computed, required, requiredForNew, derived } = field;
  const isTitle = "title" in field && field.title === true;
  const hasCourse = ["states", "progression", "stays"].some((rule) => rule in field);
  return (importable ?? !computed) && !required && !requiredForNew && !derived && !isTitle && !hasCourse;
}

function clearsOf(name: string, field: Field): Readonly<Record<string, ClearCell>> {
  const rules = storedRulesOf(field);
  if (rules.clears) return rules.clears(name, field);
  const empty = Object.entries(rules.write(name, field, null, { currency: "", locale: "en" }));
  return {
    [name]: (columns) => {
      for (const [column, value] of empty) if (column in columns) columns[column] = value;
    },
  };
}

/** The cells of lists of values that the name of a record may follow from: the last of them stays. */
export function cellsBehindName(fields: Fields): ReadonlySet<string> {
  const names = derivedIn(fields).flatMap(([, { of, missing }]) => (missing ? of : []));
  const lists = names.flatMap((name) => {
    const field = fields[name];
    return field && isEntriesField(field) ? Object.keys(clearsOf(name, field)) : [];
  });
  return new Set(lists);
}

const none: readonly string[] = [];

/** Which empty cells of the rows of a batch clear something: none of a record that the import has made. */
export class ClearedCells {
  readonly #byLine: ReadonlyMap<number, readonly string[]>;
  /** The cells that rows have filled, by record: a later row that says nothing takes nothing of it away. */
  readonly #filled = new Map<BatchRecord, Set<string>>();

  constructor(rows: readonly ImportRow[]) {
    this.#byLine = new Map(rows.flatMap(({ line, clears }) => (clears?.length ? [[line, clears] as const] : [])));
  }

  /** The same of a row alone. */
  ofLine(line: number): readonly string[] {
    return this.#byLine.get(line) ?? none;
  }

  of(one: BatchRecord, line: number, row: Cells): readonly string[] {
    if (one.isNew || this.#byLine.size === 0) return none;
    const filled = this.#filled.get(one) ?? new Set();
    const cleared = this.ofLine(line).filter((cell) => !filled.has(cell));
    this.#filled.set(one, filled);
    for (const [cell, value] of Object.entries(row)) if (value !== undefined) filled.add(cell);
    return cleared;
  }
}
