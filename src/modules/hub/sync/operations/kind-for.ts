import "server-only";
import type { CustomKind } from "@/lib/fields/custom";
import type { RemoteField } from "@/server/sync/provider";

/** The kind of field that holds a property of this type; null where none does. */
export function kindFor(type: RemoteField["type"]): CustomKind | null {
  if (type === "record" || type === "member") return null;
  return type;
}
