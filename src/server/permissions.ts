import "server-only";
import type { Reach, Role } from "@/lib/role-rows";
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

/** Whether every role has a permission: the rights to read, which viewers have too. */
export const isForEveryone = (permission: Permission): boolean => permissionTable[permission].viewer !== "none";

/** Whether staff may have a permission in a support session: never over the workspace itself or to delete for good. */
export const mayInSupport = (permission: Permission): boolean =>
  isForEveryone(permission) || (moduleOfPermission(permission) !== "platform" && !permission.endsWith(":delete"));

/**
 * How far a permission reaches for this actor: role, then single grants, then the key's scopes. An owner has every
 * right: earlier grants and denials are inactive until the next change of role. System and webhook actors act for the
 * whole workspace.
 */
export function reachOf(permission: Permission, actor: Actor, role: Role | null, grants: readonly Grant[]): Reach {
  if (actor.type === "system" || actor.type === "webhook") return "any";
  if (!role) return "none";
  if (actor.type === "apiKey" && !actor.scopes.includes(permission)) return "none";
  const own = role === "owner" ? [] : grants.filter((grant) => grant.permission === permission);
  if (own.some((grant) => grant.effect === "deny")) return "none";
  const base = permissionTable[permission][role];
  return base === "none" && own.some((grant) => grant.effect === "allow") ? "own" : base;
}
