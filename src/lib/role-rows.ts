/** The roles of colleagues, who see the workspace; a guest sees what is shared with them. */
export const colleagueRoles = ["owner", "admin", "manager", "member", "viewer"] as const;
export const roles = [...colleagueRoles, "guest"] as const;
export type Role = (typeof roles)[number];
export type ColleagueRole = (typeof colleagueRoles)[number];

/** The records that a permission covers: any, those of own teams and below, own, or none. */
export const reaches = ["any", "team", "own", "none"] as const;
export type Reach = (typeof reaches)[number];

/** The records that a permission covers, by role; a row reaches guests only where it names them. */
export type ReachByRole = Readonly<Record<ColleagueRole, Reach> & { guest?: Reach }>;

/** How far a row reaches for a role. */
export const reachIn = (row: ReachByRole, role: Role): Reach => row[role] ?? "none";

/** Every colleague, and no guest. */
export const everyone: ReachByRole = { owner: "any", admin: "any", manager: "any", member: "any", viewer: "any" };
/** Guests too: of records that can be shared, those that are. */
export const everyoneAndGuests: ReachByRole = { ...everyone, guest: "any" };
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
/** Every colleague the own ones; owners and admins those of others too. */
export const ownedByEach: ReachByRole = { owner: "any", admin: "any", manager: "own", member: "own", viewer: "own" };
/** Every colleague but viewers the own ones, and nobody those of others. */
export const writers: ReachByRole = { owner: "own", admin: "own", manager: "own", member: "own", viewer: "none" };
export const importers: ReachByRole = { owner: "any", admin: "any", manager: "team", member: "none", viewer: "none" };
export const owners: ReachByRole = { owner: "any", admin: "none", manager: "none", member: "none", viewer: "none" };
/** Owners, admins and managers. */
export const managersAndUp: ReachByRole = { ...everyone, member: "none", viewer: "none" };
/** The same, managers for their own teams. */
export const teamLeaders: ReachByRole = { ...managersAndUp, manager: "team" };
