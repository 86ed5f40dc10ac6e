import { fieldGroupings, fieldSorts, filterNames } from "@/components/fields/field-columns";
import type { Fields } from "@/lib/fields/field";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";

/** The filters, sort orders and groups that a list offers for its fields. */
export function listedBy(fields: Fields) {
  const sorts = fieldSorts(fields);
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

/** The calls of a noun's router outside of hooks. */
type ListClient = { list: { query(input: object): Promise<never> } };
export const listClient = (client: unknown, path: string): ListClient =>
  (client as Readonly<Record<string, ListClient>>)[path] as ListClient;
