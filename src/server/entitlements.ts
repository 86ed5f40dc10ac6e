import "server-only";

/** Units of licence that exist so far. Modules of later issues are added with their folder. */
export const moduleKeys = ["platform", "crm-core"] as const;
export type ModuleKey = (typeof moduleKeys)[number];

/** The modules and limits that a workspace has now. */
export interface Entitlements {
  has(module: ModuleKey): boolean;
}

/** Every module is on until plans exist; `execute()` asks anyway. */
export function entitlementsOf(_tenantId: string): Entitlements {
  return { has: (module) => moduleKeys.includes(module) };
}
