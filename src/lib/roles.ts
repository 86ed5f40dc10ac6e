import { nounPermissions } from "./nouns/all";
import {
  adminsAndOwners,
  contributors,
  everyone,
  everyoneAndGuests,
  importers,
  managersAndUp,
  ownedByEach,
  owners,
  type ReachByRole,
  teamLeaders,
  writers,
} from "./role-rows";

/** How many of an object's records a member sees; everyone who sees any also sees those without an owner. */
export type VisibilityLevel = "all" | "teams" | "own" | "nothing";

/**
 * The permission matrix: one row per permission, the level per role. The rows of nouns are in their heads. A row that
 * does not name guests gives them nothing.
 */
export const permissionTable = {
  ...nounPermissions,
  "record:import": importers,
  /** Files of records, and copies of them for sheets: only records within its reach. */
  "record:export": importers,
  "member:view": everyone,
  "member:manage": adminsAndOwners,
  "team:view": everyone,
  "team:manage": adminsAndOwners,
  "calendar:view": everyone,
  "calendar:manage": adminsAndOwners,
  /** Custom fields, and tags beyond new ones. */
  "field:manage": adminsAndOwners,
  "tag:create": contributors,
  /** Saved views: everybody keeps private ones; the others are shared with own teams, or with the workspace. */
  "savedView:edit": ownedByEach,
  "savedView:share": contributors,
  "savedView:manage": managersAndUp,
  "apiKey:manage": adminsAndOwners,
  /** Integrations with other services. */
  "connection:view": adminsAndOwners,
  "connection:manage": adminsAndOwners,
  "workspace:view": everyone,
  "workspace:manage": adminsAndOwners,
  "workspace:own": owners,
  /** Plan, seats, payment and invoices. */
  "billing:manage": owners,
  /** Whether staff may open the workspace, and what they did there. */
  "support:manage": adminsAndOwners,
  "usage:view": managersAndUp,
  /** Everything that was done in the workspace. */
  "audit:view": adminsAndOwners,
  /** Managers: budgets of their own teams. */
  "budget:manage": teamLeaders,
  /** Comments on records that one sees: each edits the own ones, and owners and admins delete those of others too. Guests: where a share says so. */
  "comment:view": everyoneAndGuests,
  "comment:create": { ...contributors, guest: "any" },
  "comment:edit": { ...writers, guest: "own" },
  "comment:delete": { ...ownedByEach, guest: "own" },
  "event:view": everyone,
  "notification:view": everyoneAndGuests,
} as const satisfies Record<`${string}:${string}`, ReachByRole>;

export type Permission = keyof typeof permissionTable;
/** Nouns with such a permission: `PermissionNoun<"edit">`. */
export type PermissionNoun<Action extends string = string> = Permission extends infer P
  ? P extends `${infer Noun}:${Action}`
    ? Noun
    : never
  : never;
export const permissions = Object.keys(permissionTable) as Permission[];

/** Permissions that an admin may add to a single member beyond the role ("grantable" in the matrix). */
export const grantable: readonly Permission[] = ["record:import", "record:export", "billing:manage"];
