import "server-only";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { ApartFacts, NamedRecord } from "@/server/reference-source";
import { type FoundRecords, recordsNamedBy } from "./look-up-names";
import { type ReadRow, textsIn } from "./read-slice";

type Name = ReadRow["names"][number];

/** Says which of the records that a cell names its row means; `values` are those of the row that are known. */
export type Meant = (row: ReadRow, name: Name, values: ReadRow["values"]) => readonly NamedRecord[];

/** Looks up what tells apart the records that share a name in these rows: one statement for each object. */
export async function meantIn(ctx: Ctx, rows: readonly ReadRow[], found: FoundRecords): Promise<Meant> {
  const ids = new Map<string, Set<string>>();
  for (const { names } of rows) {
    for (const name of names) {
      const records = name.column.apart ? recordsNamedBy(found, name) : [];
      if (records.length < 2) continue;
      const entity = name.column.spec.to ?? "";
      const known = ids.get(entity) ?? new Set();
      ids.set(entity, known);
      for (const { id } of records) known.add(id);
    }
  }
  const facts = new Map<string, ApartFacts>();
  for (const [entity, of] of ids)
    for (const [id, one] of (await referenceTo(entity)?.tellApart?.(ctx, [...of])) ?? []) facts.set(id, one);
  return (row, name, values) => {
    const records = recordsNamedBy(found, name);
    return records.length < 2 ? records : narrowed(records, facts, { row, name, values });
  };
}

interface Said {
  row: ReadRow;
  name: Name;
  values: ReadRow["values"];
}

function narrowed(
  records: readonly NamedRecord[],
  facts: ReadonlyMap<string, ApartFacts>,
  { row, name: { column }, values }: Said,
): readonly NamedRecord[] {
  const { ids = null, shared = [] } = column.apart ?? {};
  const given = new Set(ids === null ? [] : textsIn(column, row.cellOf(ids)).map((text) => text.trim()));
  const byId = records.filter(({ id }) => given.has(facts.get(id)?.externalId ?? ""));
  if (byId.length === 1) return byId;
  const same = shared.flatMap(({ field, column: other }) => {
    const value = values[other.field];
    return value === undefined ? [] : [records.filter(({ id }) => facts.get(id)?.pointsTo[field] === String(value))];
  });
  return same.find((some) => some.length === 1) ?? records;
}

/** Names in an order in which those by which others are told apart come first. */
export function inOrderOfUse(names: readonly Name[]): readonly Name[] {
  const uses = ({ column }: Name) => column.apart?.shared.length ?? 0;
  return names.toSorted((a, b) => uses(a) - uses(b));
}
