import { type AnyRow, fieldGroupings, fieldSorts, filterNames } from "@/components/fields/field-columns";
import type { FieldContext } from "@/components/fields/kind";
import type { Fields } from "@/lib/fields/field";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";

/** The filters, sort orders and groups that a list offers for its fields. */
export function listedBy(fields: Fields, at: Pick<FieldContext, "seesAll">) {
  const sorts = fieldSorts(fields, at);
  const groupings = fieldGroupings(fields);
  const names = {
    fields: filterNames(fields),
    sortFields: sorts.map(({ field }) => field),
    groups: groupings.map(({ field }) => field),
  };
  return { sorts, groupings, names };
}

/** Records that people own are imported by those who may import; those that admins keep, by them. */
export function importPermission({ head, entity }: Noun): string | null {
  if (!head.imported) return null;
  return head.owned ? "record:import" : permissionFor(entity, "create");
}

/** A row of a list whose fields are known at run time only. */
export type ListRow = AnyRow & { name: string; archivedAt: string | null; version: number };

/** The calls of a noun's router outside of hooks. */
type ListClient<Answer> = { list: { query(input: object): Promise<Answer> } };
export const listClient = <Answer = never>(client: unknown, path: string): ListClient<Answer> =>
  (client as Readonly<Record<string, ListClient<Answer>>>)[path] as ListClient<Answer>;
