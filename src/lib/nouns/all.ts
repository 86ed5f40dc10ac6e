import type { ReachByRole } from "@/lib/role-rows";
import { crmNouns, crmSettings } from "./crm";
import type { Head, NounAction, NounHead } from "./noun-head";
import { pmoNouns } from "./pmo";

/** Every noun of the product whose records have pages of their own, by its entity. */
export const nouns = { ...crmNouns, ...pmoNouns };
/** Every noun that is a setting of the workspace. */
export const settings = { ...crmSettings };
const heads = { ...settings, ...nouns };
type Heads = typeof heads;

export type NounEntity = keyof typeof nouns;
type PartOf<E extends keyof Heads> = Heads[E] extends { parts: readonly (infer P)[] } ? P : never;
/** Every kind of record that has a head: nouns, settings and their parts. */
export type HeadEntity = keyof Heads | { [E in keyof Heads]: PartOf<E> }[keyof Heads];
type PermissionOf<E extends keyof Heads> = `${E}:${keyof Heads[E]["permissions"] & string}`;
/** The permissions that the heads define, such as "account:edit". */
export type NounPermission = { [E in keyof Heads]: PermissionOf<E> }[keyof Heads];

/** The rows of the permission matrix that the heads define. */
export const nounPermissions = Object.fromEntries(
  Object.entries(heads).flatMap(([entity, { permissions }]) =>
    Object.entries(permissions).map(([action, row]) => [`${entity}:${action}`, row]),
  ),
) as Record<NounPermission, ReachByRole>;

/** The head of a noun or a setting; undefined for other entities. */
export const headOf = (entity: string): Head | undefined =>
  Object.hasOwn(heads, entity) ? heads[entity as keyof Heads] : undefined;

/** The head of a noun; undefined for settings and other entities. */
export const nounOf = (entity: string): NounHead | undefined =>
  Object.hasOwn(nouns, entity) ? nouns[entity as NounEntity] : undefined;

/** The routers besides its own whose answers include records of a kind: those it names, and those of nouns above it. */
export const shownBy = (entity: string): string[] => [
  ...(headOf(entity)?.shownBy ?? []),
  ...Object.values<Head>(heads).flatMap(({ path, shows }) => (shows?.includes(entity) ? [path] : [])),
];

/** The kinds of record that links of a kind may lead to, as their heads say. */
export const linkableTo = (entity: string): string[] =>
  Object.keys(nouns).filter((kind) => nounOf(kind)?.linkedFrom?.includes(entity));

/** Every noun in the order of the sidebar. */
export const nounEntities = (Object.keys(nouns) as [NounEntity, ...NounEntity[]]).sort(
  (a, b) => nouns[a].nav.place - nouns[b].nav.place,
);

/** The nouns whose records have owners. */
export const ownedEntities: readonly NounEntity[] = nounEntities.filter((entity) => nouns[entity].owned);

/** The nouns whose records members comment on. */
export const commentedEntities: readonly NounEntity[] = nounEntities.filter((entity) => nounOf(entity)?.comments);

/** The noun whose records a workspace opens with. */
export const homeEntity = nounEntities.find((entity) => nounOf(entity)?.nav.home) as NounEntity;

/** The path of the page with all records of a noun, below the workspace's address: its board if it has one. */
export const homePathOf = ({ path, settings }: Pick<NounHead, "path" | "settings">): string =>
  settings ? `/settings/${path}` : `/${path}`;

/** The path of the list of a noun, even if it also has a board. */
export function listPathOf(entity: string): string | undefined {
  const head = nounOf(entity);
  return head && `${homePathOf(head)}${head.board ? "/list" : ""}`;
}

/** The permission that an action on records of a noun needs. */
export function permissionFor(entity: NounEntity, action: NounAction): NounPermission {
  const { permissions } = nouns[entity];
  const named = action in permissions ? action : "manage";
  return `${entity}:${named}` as NounPermission;
}

/** The noun whose pages are at a path; undefined if there is none. */
export function nounAt(path: string): { entity: NounEntity; head: NounHead } | undefined {
  const entity = (Object.keys(nouns) as NounEntity[]).find((one) => nouns[one].path === path);
  return entity && { entity, head: nouns[entity] };
}
