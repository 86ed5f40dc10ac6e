import "server-only";
import { type NounEntity, nouns, permissionFor } from "@/lib/nouns/all";
import { type Relation, referencesIn } from "@/lib/nouns/relations";
import type { Ctx } from "@/server/context";
import { linksIn } from "@/server/nouns/links";
import { isOn } from "@/server/scope";
import { declaredNouns } from "./nouns";

/** The relations that lead to each noun, from the references and links of all others; trees have views of their own. */
const relations: readonly (Relation & { entity: NounEntity; to: string })[] = Object.values(declaredNouns).flatMap(
  ({ noun: { entity, fields, parts } }) => [
    ...referencesIn(fields).flatMap(([field, { to, label }]) => (to === entity ? [] : [{ entity, field, label, to }])),
    // Lists of a noun find its records by what their parts point to, under the name of the part's field.
    ...parts.flatMap((list) =>
      referencesIn(list.fields).map(([field, { to, label }]) => ({ entity, field, label, to })),
    ),
    ...linksIn(fields).flatMap(([field, { to, label }]) => to.map((one) => ({ entity, field, label, to: one }))),
  ],
);

/** The relations that lead to a noun, of the nouns that the actor may see, in the order of the sidebar. */
export const relationsTo = (ctx: Ctx, to: string): Relation[] =>
  relations
    .filter((one) => one.to === to && isOn(ctx, one.entity) && ctx.can(permissionFor(one.entity, "view")))
    .toSorted((one, other) => nouns[one.entity].nav.place - nouns[other.entity].nav.place)
    .map(({ entity, field, label }) => ({ entity, field, label }));

/** Those of them by which the records of the other noun are grouped, and so counted. */
export const countedRelationsTo = (ctx: Ctx, to: string): Relation[] =>
  relationsTo(ctx, to).filter(
    ({ entity, field }) => declaredNouns[entity as NounEntity].noun.allFields[field]?.groupable,
  );
