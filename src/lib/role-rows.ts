export const roles = ["owner", "admin", "manager", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

/** The records that a permission covers: any, those of own teams and below, own, or none. */
export const reaches = ["any", "team", "own", "none"] as const;
export type Reach = (typeof reaches)[number];

/** The records that a permission covers, by role. */
export type ReachByRole = Readonly<Record<Role, Reach>>;

export const everyone: ReachByRole = { owner: "any", admin: "any", manager: "any", member: "any", viewer: "any" };
export const contributors: ReachByRole = { ...everyone, viewer: "none" };
export const editors: ReachByRole = { owner: "any", admin: "any", manager: "team", member: "own", viewer: "none" };
/** Owners and admins. */
export const adminsAndOwners: ReachByRole = {
  owner: "any",
  admin: "any",
  manager: "none",
  member: "none",
  viewer: "none",
};
/** Everybody the own ones; owners and admins those of others too. */
export const ownedByEach: ReachByRole = { owner: "any", admin: "any", manager: "own", member: "own", viewer: "own" };
/** Everybody but viewers the own ones, and nobody those of others. */
export const writers: ReachByRole = { owner: "own", admin: "own", manager: "own", member: "own", viewer: "none" };
export const importers: ReachByRole = { owner: "any", admin: "any", manager: "team", member: "none", viewer: "none" };
export const owners: ReachByRole = { owner: "any", admin: "none", manager: "none", member: "none", viewer: "none" };
/** Owners, admins and managers. */
export const managersAndUp: ReachByRole = { ...everyone, member: "none", viewer: "none" };
/** The same, managers for their own teams. */
export const teamLeaders: ReachByRole = { ...managersAndUp, manager: "team" };
