export const roles = ["owner", "admin", "manager", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Whose records a permission covers: any, those of own teams and below, own, or none. */
export const reaches = ["any", "team", "own", "none"] as const;
export type Reach = (typeof reaches)[number];

/** How much of an object's records a member sees; whoever sees any sees those that nobody owns, too. */
export type Sight = "all" | "teams" | "own" | "nothing";

type Row = Record<Role, Reach>;
const everyone: Row = { owner: "any", admin: "any", manager: "any", member: "any", viewer: "any" };
const contributors: Row = { ...everyone, viewer: "none" };
const editors: Row = { owner: "any", admin: "any", manager: "team", member: "own", viewer: "none" };
const admins: Row = { owner: "any", admin: "any", manager: "none", member: "none", viewer: "none" };
const importers: Row = { owner: "any", admin: "any", manager: "team", member: "none", viewer: "none" };
const owners: Row = { owner: "any", admin: "none", manager: "none", member: "none", viewer: "none" };

/** The permission matrix: one row per permission, the answer per role. */
export const permissionTable = {
  "account:view": everyone,
  "account:create": contributors,
  "account:edit": editors,
  "account:delete": admins,
  "opportunity:view": everyone,
  "opportunity:create": contributors,
  "opportunity:edit": editors,
  "opportunity:delete": admins,
  "product:view": everyone,
  "product:manage": admins,
  "pipeline:view": everyone,
  "pipeline:manage": admins,
  "record:import": importers,
  "member:view": everyone,
  "member:manage": admins,
  "team:view": everyone,
  "team:manage": admins,
  "apiKey:manage": admins,
  "workspace:view": everyone,
  "workspace:manage": admins,
  "workspace:own": owners,
  "event:view": everyone,
  "notification:view": everyone,
} as const satisfies Record<`${string}:${string}`, Row>;

export type Permission = keyof typeof permissionTable;
/** What has such a permission: `PermissionNoun<"edit">`. */
export type PermissionNoun<Verb extends string = string> = Permission extends infer P
  ? P extends `${infer Noun}:${Verb}`
    ? Noun
    : never
  : never;
export const permissions = Object.keys(permissionTable) as Permission[];

/** Permissions that an admin may add to a single member beyond the role ("grantable" in the matrix). */
export const grantable: readonly Permission[] = ["record:import"];
