import "server-only";

/** Units of licence that exist so far. Modules of later issues join this list with their folder. */
export const moduleKeys = ["platform", "crm-core"] as const;
export type ModuleKey = (typeof moduleKeys)[number];

/** What plan and modules allow a workspace right now. */
export interface Entitlements {
  has(module: ModuleKey): boolean;
}

/** Until plans exist, every module is on; asked nevertheless at the one gate in `execute()`. */
export function entitlementsOf(_tenantId: string): Entitlements {
  return { has: (module) => moduleKeys.includes(module) };
}
