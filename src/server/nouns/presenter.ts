import "server-only";
import { customKey, isCustomName } from "@/lib/fields/custom";
import type { Field } from "@/lib/fields/field";
import type { Ctx } from "../context.ts";
import type { CustomColumns } from "../custom/columns.ts";
import type { Row } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import { readable } from "../readable.ts";
import type { Targets } from "../scope.ts";

/** Turns a row into a record as the server returns it; `base` are the values that every record has beside its fields. */
export type Presenter = (row: Row, base: Record<string, unknown>) => Record<string, unknown>;

interface Reader {
  name: string;
  /** In a record of an actor who may not read it. */
  hidden: unknown;
  /** Null if the field is empty. */
  read(ctx: Ctx, row: Row): unknown;
}

type Named = readonly [name: string, field: Field];

/** Prepares how a field is read from rows. */
export function readerOf([name, field]: Named, targets: Targets): Reader {
  const { read, present = read } = storedRulesOf(field);
  const target = targets[name];
  return { name, hidden: hiddenValue(field), read: (ctx, row) => present(name, field, row, ctx, target) };
}

/** A field that is never empty has the value of a new record; others have none. */
function hiddenValue({ kind, initial, required }: Field): unknown {
  if (kind === "links") return [];
  if (kind === "boolean") return false;
  return required ? initial : null;
}

interface Presented {
  entity: string;
  /** The fields of a noun that have columns of their own. */
  builtIn: readonly Named[];
  /** Those that a workspace has added. */
  added: readonly Named[];
  targets: Targets;
  custom: CustomColumns;
  /** Further values, which may replace those of fields. */
  extra?: ((ctx: Ctx, row: Row) => Record<string, unknown>) | undefined;
}

/**
 * Prepares once, for a noun with the fields of a workspace, how rows are presented. A record costs what its own values
 * cost: of hundreds of custom fields, those are read that it has.
 */
export function presenterOf({ entity, builtIn, added, targets, custom, extra }: Presented): (ctx: Ctx) => Presenter {
  const readers = builtIn.map((named) => readerOf(named, targets));
  const addedReaders = added.map((named) => readerOf(named, targets));
  const empty = { ...custom.unpack({ custom: null }), ...Object.fromEntries(added.map(([name]) => [name, null])) };
  const byStoredName = new Map(
    added.flatMap((named, place) => custom.storedNames(named).map((stored) => [stored, addedReaders[place]] as const)),
  );
  return (ctx) => {
    const may = readable(ctx, entity);
    const without = withoutValues(addedReaders, (reader) => (may.has(reader.name) ? reader.read(ctx, empty) : null));
    return (row, base) => {
      // In the order of the schema: the API shows records as its documentation does.
      const values: Record<string, unknown> = { id: row.id };
      for (const { name, read, hidden } of readers) values[name] = may.has(name) ? read(ctx, row) : hidden;
      Object.assign(values, base, without.own);
      values.custom = { ...without.custom };
      for (const stored in (row.custom ?? {}) as Row) {
        const reader = byStoredName.get(stored);
        if (reader && may.has(reader.name)) place(values, reader.name, reader.read(ctx, row));
      }
      return extra ? Object.assign(values, extra(ctx, row)) : values;
    };
  };
}

/** The values of added fields in a record that has none: those under `custom`, and others such as tags. */
function withoutValues(readers: readonly Reader[], read: (reader: Reader) => unknown) {
  const values: Record<string, unknown> = { custom: {} };
  for (const reader of readers) place(values, reader.name, read(reader));
  const { custom, ...own } = values;
  return { custom: custom as Record<string, unknown>, own };
}

/** Sets the value of a field: those of custom fields lie under `custom`. */
function place(values: Record<string, unknown>, name: string, value: unknown): void {
  if (isCustomName(name)) (values.custom as Record<string, unknown>)[customKey(name)] = value;
  else values[name] = value;
}
