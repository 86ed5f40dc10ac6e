import type { RoleRow } from "@/lib/role-rows";
import { crmNouns } from "./crm";
import type { NounHead, NounVerb } from "./noun-head";

/** Every noun of the product, by its entity. */
export const nouns = { ...crmNouns };

export type NounEntity = keyof typeof nouns;
type PermissionOf<E extends NounEntity> = `${E}:${keyof (typeof nouns)[E]["permissions"] & string}`;
/** "account:edit" and its like: what the heads name. */
export type NounPermission = { [E in NounEntity]: PermissionOf<E> }[NounEntity];

/** The rows of the permission matrix that the heads name. */
export const nounPermissions = Object.fromEntries(
  Object.entries(nouns).flatMap(([entity, { permissions }]) =>
    Object.entries(permissions).map(([verb, row]) => [`${entity}:${verb}`, row]),
  ),
) as Record<NounPermission, RoleRow>;

/** The head of an entity; undefined for objects that are no noun. */
export const nounOf = (entity: string): NounHead | undefined =>
  Object.hasOwn(nouns, entity) ? nouns[entity as NounEntity] : undefined;

/** The permission that a verb on records of a noun needs. */
export function permissionFor(entity: NounEntity, verb: NounVerb): NounPermission {
  const { permissions } = nouns[entity];
  const named = verb in permissions ? verb : "manage";
  return `${entity}:${named}` as NounPermission;
}

/** The noun whose pages stand at a path; undefined where there is none. */
export function nounAt(path: string): { entity: NounEntity; head: NounHead } | undefined {
  const entity = (Object.keys(nouns) as NounEntity[]).find((one) => nouns[one].path === path);
  return entity && { entity, head: nouns[entity] };
}
