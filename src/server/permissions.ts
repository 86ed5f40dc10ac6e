import "server-only";
import { type Reach, type Role, reachIn } from "@/lib/role-rows";
import { type Permission, permissionTable } from "@/lib/roles";
import type { Actor } from "./actor.ts";
import { moduleOfPermission } from "./entitlements.ts";

export interface Grant {
  permission: string;
  effect: "allow" | "deny";
}

const allowedWhileReadOnly: ReadonlySet<Permission> = new Set([
  "billing:manage",
  "workspace:own",
  "member:manage",
  "apiKey:manage",
  "support:manage",
  "usage:view",
  "audit:view",
]);

/**
 * Whether a permission works in a read-only workspace: reading, paying, and protecting it by removing members and keys.
 */
export const mayWhileReadOnly = (permission: Permission): boolean =>
  isForEveryone(permission) || allowedWhileReadOnly.has(permission);

/**
 * Whether a permission is the same for every role: the rights to read, and those over one's own settings. A viewer who
 * manages something edits it, less far than others.
 */
export function isForEveryone(permission: Permission): boolean {
  const { viewer, member } = permissionTable[permission];
  return viewer !== "none" && viewer === member;
}

/** Whether staff may have a permission in a support session: never over the workspace itself or to delete for good. */
export const mayInSupport = (permission: Permission): boolean =>
  isForEveryone(permission) || (moduleOfPermission(permission) !== "platform" && !permission.endsWith(":delete"));

/**
 * How far a permission reaches for this actor: role, then single grants, then the key's scopes. An owner has every
 * right: earlier grants and denials are inactive until the next change of role. A guest has no grants and no keys.
 * System and webhook actors act for the whole workspace.
 */
export function reachOf(permission: Permission, actor: Actor, role: Role | null, grants: readonly Grant[]): Reach {
  if (actor.type === "system" || actor.type === "webhook") return "any";
  if (!role || (role === "guest" && actor.type === "apiKey")) return "none";
  if (actor.type === "apiKey" && !actor.scopes.includes(permission)) return "none";
  const own = role === "owner" ? [] : grants.filter((grant) => grant.permission === permission);
  if (own.some((grant) => grant.effect === "deny")) return "none";
  const base = reachIn(permissionTable[permission], role);
  return base === "none" && role !== "guest" && own.some((grant) => grant.effect === "allow") ? "own" : base;
}
