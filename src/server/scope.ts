import "server-only";
import { nounOf } from "@/lib/nouns/all";
import type { Reach } from "@/lib/role-rows";
import { type Permission, permissionTable, type VisibilityLevel } from "@/lib/roles";
import { unseenRecord } from "@/lib/unseen-record";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { moduleOf } from "./entitlements.ts";

/** The fact that visibility and rights of a row follow from. */
export interface Owned {
  ownerId: string | null;
  /** The members who see it too, of kinds whose heads say so (`seenThrough`); unknown where they were not loaded. */
  memberIds?: readonly string[] | null;
  /** The same of the record that its access comes from (`accessFrom` of heads); unknown where it was not loaded. */
  from?: Owned | null;
}
export interface OwnedRow extends Owned {
  id: string;
}

export interface ScopeDefinition<E extends string = string> {
  entity: E;
  /** The name of the entity in a sentence ("This account does not exist …"). */
  noun: string;
  edit: Permission;
  /** False for objects that belong to the whole workspace (products, pipelines): no owner, no visibility setting. */
  owned: boolean;
  /** Loads the rows that the actor sees among `ids`; `ownerId` is null for objects without owner. */
  load(ctx: Ctx, ids: string[]): Promise<OwnedRow[]>;
  /**
   * The names of rows that the actor may read: of those that they see, and of others where names are not hidden
   * (`hidesNames`).
   */
  names?(ctx: Ctx, ids: string[]): Promise<{ id: string; name: string; placeholder?: boolean }[]>;
  /** Those of `ids` that nobody can choose any more: their past is still told, and an undo brings them back. */
  former?(ctx: Ctx, ids: string[]): Promise<{ id: string }[]>;
  /** The members who started work in the background, whom it notifies when it ends (`lib/work-notices.ts`). */
  requesters?(ctx: Ctx, ids: string[]): Promise<{ id: string; memberId: string }[]>;
  /** The table whose column `name` has these names, so that those of several kinds are read in one statement. */
  namesIn?: string;
}

export interface Scope<E extends string = string> extends ScopeDefinition<E> {
  /** Whether the actor may edit a row; `permission` is another right that the act needs, such as the one to delete. */
  mayEdit(ctx: Ctx, row: Owned, permission?: Permission): boolean;
  /** Whether the actor may see a row that is already loaded; decides as `ownedWhere` does. */
  sees(ctx: Ctx, row: Owned): boolean;
}

/** The scopes of the records that a noun's fields point to, by the names of the fields. */
export type Targets = Readonly<Record<string, Scope>>;

export function defineScope<const E extends string>(definition: ScopeDefinition<E>): Scope<E> {
  const { entity, names } = definition;
  const load: ScopeDefinition["load"] = async (ctx, ids) => (isOn(ctx, entity) ? await definition.load(ctx, ids) : []);
  const named = async (ctx: Ctx, ids: string[]) => {
    if (hidesNames(ctx, entity)) return (await load(ctx, ids)).map(({ id }) => id);
    return isOn(ctx, entity) ? ids : [];
  };
  return {
    ...definition,
    load,
    ...(names ? { names: async (ctx: Ctx, ids: string[]) => await names(ctx, await named(ctx, ids)) } : {}),
    mayEdit: (ctx, row, permission = definition.edit) => mayEditRow(ctx, definition, row, permission),
    sees: (ctx, row) => isOn(ctx, entity) && (!definition.owned || seesOwned(ctx, entity, row)),
  };
}

interface SharedDefinition<E extends string> extends Omit<ScopeDefinition<E>, "owned" | "load"> {
  /** Only members with one of these rights see them; without this everybody does. */
  seenBy?: readonly Permission[];
  /** Loads those of `ids` that there are, and that the actor sees. */
  load(ctx: Ctx, ids: string[]): Promise<{ id: string }[]>;
}

/** The scope of things that belong to the whole workspace. */
export const sharedScope = <const E extends string>({ seenBy, load, ...definition }: SharedDefinition<E>): Scope<E> =>
  defineScope({
    ...definition,
    owned: false,
    async load(ctx, ids) {
      if (seenBy && !seenBy.some((right) => ctx.can(right))) return [];
      return (await load(ctx, ids)).map(({ id }) => ({ id, ownerId: null }));
    },
  });

/** The scope of a thing that a workspace has once, with the id and the name of the workspace. */
export const singleScope = <const E extends string>(
  definition: Pick<ScopeDefinition<E>, "entity" | "noun" | "edit">,
): Scope<E> => {
  const load = async ({ tenant: { id, name } }: Ctx, ids: string[]) => (ids.includes(id) ? [{ id, name }] : []);
  return sharedScope({ ...definition, load, names: load });
};

/** Whether the actor is a guest, who sees only what is shared with them. */
export const isGuest = ({ member }: Pick<Ctx, "member">): boolean => member?.role === "guest";

/** Kinds that belong to records that are shared with guests, and are seen with them; of members the people whom they name. */
const sharedAlong: readonly string[] = ["comment", "file", "member"];

/**
 * Whether records of a kind are there at all for an actor: their module is on in this workspace, and for a guest the kind
 * is one that is shared. Others are hidden.
 */
export const isOn = (ctx: Pick<Ctx, "entitlements" | "member">, entity: string): boolean =>
  ctx.entitlements.has(moduleOf(entity)) &&
  (!isGuest(ctx) || nounOf(entity)?.guests !== undefined || sharedAlong.includes(entity));

/** Whether the actor sees the records of every member: owners, admins and the system do. */
export const seesAll = ({ actor, member }: Pick<Ctx, "actor" | "member">): boolean =>
  actor.type === "system" || actor.type === "webhook" || member?.role === "owner" || member?.role === "admin";

/**
 * Whether the actor reads the names of linked records of a kind that they may not open: where the workspace shows them, and of
 * what belongs to all of it, such as products. Guests never do.
 */
export const namesUnseen = (ctx: Pick<Ctx, "tenant" | "member">, entity: string): boolean =>
  !isGuest(ctx) && (ctx.tenant.showsHiddenNames || nounOf(entity)?.owned !== true);

/** Whether there can be records of a kind whose names the actor does not read. */
export const hidesNames = (ctx: Ctx, entity: string): boolean =>
  !namesUnseen(ctx, entity) &&
  (isThroughLinks(entity) ? !(isOn(ctx, entity) && seesAll(ctx)) : visibilityOf(ctx, entity) !== "all");

/** A linked record as the actor reads it. */
export function shownReference(
  ctx: Ctx,
  entity: string,
  target: { id: string; name: string },
  isSeen: boolean,
): { id: string | null; name: string } {
  if (isSeen) return { id: target.id, name: target.name };
  return { id: null, name: namesUnseen(ctx, entity) ? target.name : unseenRecord };
}

const isPermission = (name: string): name is Permission => Object.hasOwn(permissionTable, name);

/** Whether the actor may view records of a kind at all: its module is on, and the right to view them is there if one exists. */
export function mayView(ctx: Ctx, entity: string): boolean {
  const view = `${entity}:view`;
  return isOn(ctx, entity) && (!isPermission(view) || ctx.can(view));
}

/** Whether records of a kind are seen through those that they are linked to: then the owner alone does not say who sees them. */
export const isThroughLinks = (entity: string): boolean => nounOf(entity)?.seenThrough?.creator !== undefined;

/** The column with the members who see a record besides those whom its owner and the setting let see it; null if none. */
export function membersWhoSee(entity: string): string | null {
  const through = nounOf(entity)?.seenThrough;
  return through && through.creator === undefined ? through.members : null;
}

type OwnerWhere = {
  OR?: { ownerId: { in: string[] } | null }[];
  ownerId?: { in: string[] } | null;
  id?: { in: never[] };
};

/**
 * How far the actor sees owned records of a kind: everyone's, those of their teams, or their own. Owners and admins
 * always see all; managers see their teams; a viewer sees nothing under "own", and a guest nothing by any setting.
 */
export function visibilityOf(ctx: Ctx, entity: string): VisibilityLevel {
  if (!isOn(ctx, entity) || isGuest(ctx)) return "nothing";
  const level = ctx.tenant.visibility[nounOf(entity)?.accessFrom?.entity ?? entity] ?? "everyone";
  const role = ctx.member?.role;
  if (level === "everyone" || seesAll(ctx)) return "all";
  if (level === "own" && role === "viewer") return "nothing";
  return level === "team" || role === "manager" ? "teams" : "own";
}

/** The visibility as a where-fragment; everyone who sees any record also sees those without an owner. */
export function ownedWhere(ctx: Ctx, entity: string): OwnerWhere {
  const visibility = visibilityOf(ctx, entity);
  const self = memberOf(ctx.actor);
  const own = self ? [self] : [];
  if (isGuest(ctx)) return { id: { in: [] } };
  // The owner always sees such a record; who else does is not known from the row (`server/seen-through.ts`).
  if (isThroughLinks(entity) && !seesAll(ctx)) return { ownerId: { in: own } };
  if (visibility === "all") return {};
  if (visibility === "nothing") return { id: { in: [] } };
  const owners = visibility === "teams" ? [...ctx.peers.sees] : own;
  return { OR: [{ ownerId: { in: owners } }, { ownerId: null }] };
}

/** The records of a kind with owners of its own that a right of the actor covers, as a where-fragment; decides as `mayEdit` does. */
export function coveredWhere(ctx: Ctx, entity: string, permission: Permission): OwnerWhere {
  const reach = ctx.reach(permission);
  if (reach === "none") return { id: { in: [] } };
  if (reach === "any" || !nounOf(entity)?.owned) return {};
  if (reach === "team") return { OR: [{ ownerId: { in: [...ctx.peers.edits] } }, { ownerId: null }] };
  const self = memberOf(ctx.actor);
  return { ownerId: { in: self ? [self] : [] } };
}

/**
 * The owners of whom the actor sees the records, besides those without an owner; null for all. Throws where the actor sees
 * nothing: callers leave such kinds of records out first (`visibilityOf`).
 */
export function ownersSeen(ctx: Ctx, entity: string): readonly string[] | null {
  const { OR: seen, id: nothing, ownerId: owner } = ownedWhere(ctx, entity);
  if (owner) return owner.in;
  if (nothing) throw new Error(`The actor sees no ${entity}, so no owners say which.`);
  return seen?.flatMap(({ ownerId }) => ownerId?.in ?? []) ?? null;
}

/** Whether the actor sees a record of a kind that has owners; decides as `ownedWhere` does. */
export function seesOwned(ctx: Ctx, entity: string, row: Owned): boolean {
  if (isGuest(ctx)) return isOn(ctx, entity) && isSharedWith(ctx, entity, row);
  const { ownerId, memberIds, from } = row;
  const visibility = visibilityOf(ctx, entity);
  if (memberIds?.includes(memberOf(ctx.actor) ?? "") && isOn(ctx, entity)) return true;
  const access = nounOf(entity)?.accessFrom;
  if (access && isOn(ctx, entity)) {
    if (visibility === "all" || (ownerId !== null && ownerId === memberOf(ctx.actor))) return true;
    // A row without the record of its access may hide, and never shows.
    return from ? seesOwned(ctx, access.entity, from) : false;
  }
  if (isThroughLinks(entity) && !seesAll(ctx)) return ownerId !== null && ownerId === memberOf(ctx.actor);
  if (visibility === "all" || visibility === "nothing") return visibility === "all";
  if (ownerId === null) return true;
  return visibility === "teams" ? ctx.peers.sees.includes(ownerId) : ownerId === memberOf(ctx.actor);
}

/** Whether a record is shared with a guest: as one of its people, or with the record that its access comes from. */
function isSharedWith(ctx: Ctx, entity: string, { memberIds, from }: Owned): boolean {
  const access = nounOf(entity)?.accessFrom;
  if (access) return from ? isSharedWith(ctx, access.entity, from) : false;
  return memberIds?.includes(memberOf(ctx.actor) ?? "") === true;
}

function mayEditRow(ctx: Ctx, scope: ScopeDefinition, row: Owned, permission: Permission): boolean {
  const reach = ctx.reach(permission);
  if (!scope.owned || reach === "any") return reach !== "none";
  if (reach === "none") return false;
  return nounOf(scope.entity)?.accessFrom ? reachesThrough(ctx, reach, row) : reachesOwner(ctx, reach, row);
}

function reachesOwner(ctx: Ctx, reach: Reach, { ownerId }: Owned): boolean {
  if (ownerId === null) return reach === "team";
  return reach === "team" ? ctx.peers.edits.includes(ownerId) : ownerId === memberOf(ctx.actor);
}

/**
 * By the record of its access as that one's own kind, for the people of that record, and for its owner. Viewers only
 * manage, and a guest reaches what they own of what is shared with them.
 */
function reachesThrough(ctx: Ctx, reach: Reach, { ownerId, from }: Owned): boolean {
  if (reach === "none") return false;
  const self = memberOf(ctx.actor);
  if (isGuest(ctx)) return ownerId !== null && ownerId === self && from?.memberIds?.includes(self) === true;
  if (from && reachesOwner(ctx, reach, from)) return true;
  if (self === null || isViewer(ctx)) return false;
  return ownerId === self || from?.memberIds?.includes(self) === true;
}

/** Whether the actor may add records of a kind to a record that their access comes from: edit one there that nobody owns. */
export const mayPlace = (ctx: Ctx, from: Owned, permission: Permission): boolean =>
  ctx.reach(permission) === "any" || reachesThrough(ctx, ctx.reach(permission), { ownerId: null, from });

/** Whether the actor is a viewer, who changes nothing but what is theirs to manage. */
export const isViewer = ({ member }: Pick<Ctx, "member">): boolean => member?.role === "viewer";

/**
 * Whether owners of records of a kind are given work alone, and no rights over a customer: anybody may be assigned.
 */
export const isAssigned = (entity: string): boolean =>
  isThroughLinks(entity) || nounOf(entity)?.accessFrom !== undefined;

/**
 * Whether this actor may make `ownerId` the owner of a record (reassign, create for, import for). Giving to oneself is
 * always allowed: the act has its own right, and a key that may only create gives its records to its member.
 */
export function mayOwn(ctx: Ctx, edit: Permission, ownerId: string | null): boolean {
  if (ownerId !== null && ownerId === memberOf(ctx.actor)) return true;
  const reach = ctx.reach(edit);
  if (reach === "any") return true;
  if (ownerId === null || reach === "none") return false;
  return reach === "team" && ctx.peers.edits.includes(ownerId);
}
