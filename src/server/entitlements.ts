import "server-only";
import { type LicenceKey, licenceOfModule } from "@/lib/licences";
import { headOf } from "@/lib/nouns/all";
import type { Permission } from "@/lib/roles";

/** Units of licence, and the part that every workspace has. */
export type ModuleKey = LicenceKey | "platform";

/** The unit of licence that a kind of record belongs to: "crm-core" for accounts. */
export function moduleOf(entity: string): ModuleKey {
  const head = headOf(entity);
  return (head && licenceOfModule(head.module)) ?? "platform";
}

/** The unit of licence that a permission belongs to. */
export const moduleOfPermission = (permission: Permission): ModuleKey => moduleOf(permission.split(":")[0] ?? "");
