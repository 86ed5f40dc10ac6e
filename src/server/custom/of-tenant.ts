import "server-only";
import type { TenantInfo } from "../context.ts";
import { type CustomColumns, customColumnsOf } from "./columns.ts";
import type { CustomFields } from "./definitions.ts";

const known = new WeakMap<CustomFields, Map<string, CustomColumns>>();

/** The columns of the custom fields that an object has in a workspace. Keeps its identity while they do not change. */
export function customOf({ custom }: Pick<TenantInfo, "custom">, entity: string): CustomColumns {
  const byEntity = known.get(custom) ?? new Map<string, CustomColumns>();
  known.set(custom, byEntity);
  const found = byEntity.get(entity) ?? customColumnsOf(entity, custom.storedOf(entity), custom.fieldsOf(entity));
  byEntity.set(entity, found);
  return found;
}
