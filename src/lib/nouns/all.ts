import type { RoleRow } from "@/lib/role-rows";
import { crmNouns, crmSettings } from "./crm";
import type { Head, NounAction, NounHead } from "./noun-head";

/** Every noun of the product whose records have pages of their own, by its entity. */
export const nouns = { ...crmNouns };
/** Every noun that is a setting of the workspace. */
export const settings = { ...crmSettings };
const heads = { ...settings, ...nouns };
type Heads = typeof heads;

export type NounEntity = keyof typeof nouns;
type PartOf<E extends keyof Heads> = Heads[E] extends { parts: readonly (infer P)[] } ? P : never;
/** Every object that has a head: nouns, settings and their parts. */
export type HeadEntity = keyof Heads | { [E in keyof Heads]: PartOf<E> }[keyof Heads];
type PermissionOf<E extends keyof Heads> = `${E}:${keyof Heads[E]["permissions"] & string}`;
/** "account:edit" and its like: what the heads name. */
export type NounPermission = { [E in keyof Heads]: PermissionOf<E> }[keyof Heads];

/** The rows of the permission matrix that the heads name. */
export const nounPermissions = Object.fromEntries(
  Object.entries(heads).flatMap(([entity, { permissions }]) =>
    Object.entries(permissions).map(([action, row]) => [`${entity}:${action}`, row]),
  ),
) as Record<NounPermission, RoleRow>;

/** The head of a noun or a setting; undefined for other objects. */
export const headOf = (entity: string): Head | undefined =>
  Object.hasOwn(heads, entity) ? heads[entity as keyof Heads] : undefined;

/** The head of a noun with records; undefined for other objects. */
export const nounOf = (entity: string): NounHead | undefined =>
  Object.hasOwn(nouns, entity) ? nouns[entity as NounEntity] : undefined;

/** Every noun in the order of the sidebar. */
export const nounEntities = (Object.keys(nouns) as [NounEntity, ...NounEntity[]]).sort(
  (a, b) => nouns[a].nav.place - nouns[b].nav.place,
);

/** Nouns whose records people own. */
export const ownedEntities: readonly NounEntity[] = nounEntities.filter((entity) => nouns[entity].owned);

/** The noun where the day starts: the workspace opens with its records. */
export const homeEntity = nounEntities.find((entity) => nounOf(entity)?.nav.home) as NounEntity;

/** The page of all records of a noun, below the workspace's address: its board where it has one. */
export const homePathOf = ({ path, settings }: Pick<NounHead, "path" | "settings">): string =>
  settings ? `/settings/${path}` : `/${path}`;

/** The same, but its list where it has a board too. */
export function listPathOf(entity: string): string | undefined {
  const head = nounOf(entity);
  return head && `${homePathOf(head)}${head.board ? "/list" : ""}`;
}

/** The permission that a action on records of a noun needs. */
export function permissionFor(entity: NounEntity, action: NounAction): NounPermission {
  const { permissions } = nouns[entity];
  const named = action in permissions ? action : "manage";
  return `${entity}:${named}` as NounPermission;
}

/** The noun whose pages stand at a path; undefined where there is none. */
export function nounAt(path: string): { entity: NounEntity; head: NounHead } | undefined {
  const entity = (Object.keys(nouns) as NounEntity[]).find((one) => nouns[one].path === path);
  return entity && { entity, head: nouns[entity] };
}
