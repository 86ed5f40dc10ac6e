import "server-only";
import { type Field, isReference } from "@/lib/fields/field";
import { type NounEntity, nounEntities, nounOf } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { keyField } from "@/server/custom/key-column";
import { AppError, invalid } from "@/server/errors";
import { type ExportedNoun, exportedNouns } from "@/server/nouns/exported";
import { isOn, mayView } from "@/server/scope";

/** The noun of a kind of record. */
export function exportedOf(entity: NounEntity): ExportedNoun {
  const found = exportedNouns().find((noun) => noun.entity === entity);
  if (!found) throw new Error(`No noun is called ${entity}.`);
  return found;
}

/** The references of a workspace's own fields to records with owners, by the names under which their values have keys. */
export const ownReferences = ({ tenant }: Ctx, kind: NounEntity): { entity: NounEntity; field: string }[] =>
  Object.entries<Field>(tenant.custom.fieldsOf(kind)).flatMap(([name, field]) =>
    isReference(field) && field.kind === "reference" && nounOf(String(field.to))?.owned
      ? [{ entity: field.to as NounEntity, field: keyField(kind, `${name}Id`) }]
      : [],
  );

/** The kinds of record that records of a kind name: by links, by references, or as the one of their access. */
export function kindsNamedBy(ctx: Ctx, entity: NounEntity): readonly NounEntity[] {
  const { linksTo, refersTo } = exportedOf(entity);
  return [...linksTo, ...[...refersTo, ...ownReferences(ctx, entity)].map((one) => one.entity)];
}

/** The kinds that a request names; null if it names none. VALIDATION for an unknown one. */
export function namedKinds(text: string | undefined): NounEntity[] | null {
  if (text === undefined) return null;
  const names = [...new Set(text.split(",").map((name) => name.trim()))];
  const unknown = names.find((name) => !(nounEntities as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw invalid("nouns", `There are no records of the kind “${unknown}”. Give names such as account,contact.`);
  return names as NounEntity[];
}

/** Those of these kinds that the actor may see, of all if none is named. Those of a module that is off are left out. */
export const seenKinds = (ctx: Ctx, named: readonly string[] | null): NounEntity[] =>
  nounEntities.filter((entity) => (named === null || named.includes(entity)) && mayView(ctx, entity));

/** FORBIDDEN if the actor may not see a kind that a request names. */
export function requireSeen(ctx: Ctx, named: readonly NounEntity[] | null): void {
  const hidden = named?.find((entity) => isOn(ctx, entity) && !mayView(ctx, entity));
  if (hidden) throw new AppError("FORBIDDEN", `You are not allowed to see ${exportedOf(hidden).head.many}.`);
}
