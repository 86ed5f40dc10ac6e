import "server-only";
import { type CustomField, customName, fieldOf } from "@/lib/fields/custom";
import type { FieldKind } from "@/lib/fields/field";
import { foldKey } from "@/lib/text";
import type { FieldPair } from "../object.ts";
import type { RemoteField } from "../provider.ts";
import { choice, choices } from "./choices.ts";
import { member, record } from "./links.ts";
import { boolean, integer, money, number, percent } from "./numbers.ts";
import type { More, Ours } from "./pair.ts";
import { email, longText, text, url } from "./texts.ts";
import { date, instant } from "./times.ts";

type Maker = (ours: Ours, property: string, more: More) => FieldPair;
type RemoteType = RemoteField["type"];

const texts: Maker = (ours, property, more) => text(ours, property, more);

/** The properties that a kind of field can be paired with, and how; kinds that are missing cannot cross. */
const makers: Readonly<Partial<Record<FieldKind, Partial<Record<RemoteType, Maker>>>>> = {
  text: { text: texts, choice: texts },
  longText: { text: longText },
  url: { text: url },
  email: { text: email },
  phone: { text: texts },
  integer: { number: integer },
  number: { number },
  percent: { number: (ours, property, more) => percent(ours, property, more) },
  money: { number: (ours, amount, more) => money(ours, { amount }, more) },
  date: { date },
  instant: { instant },
  boolean: { boolean },
  choice: { choice },
  choices: { choices },
  member: { member },
  reference: { record },
};

/** The pair of a field and a property; null where their kinds do not fit. */
function customPair(ours: Ours, remote: RemoteField): FieldPair | null {
  const maker = makers[ours.field.kind]?.[remote.type];
  if (!maker) return null;
  const pair = maker(ours, remote.name, {});
  return remote.isReadOnly ? { ...pair, directions: pair.directions.filter((direction) => direction === "in") } : pair;
}

/** Whether a field and a property can be kept equal. */
export const canPair = (definition: CustomField, remote: RemoteField): boolean =>
  customPair(oursOf(definition), remote) !== null;

const oursOf = (definition: CustomField): Ours => ({ name: customName(definition.key), field: fieldOf(definition) });

/**
 * The pairs of the workspace's own fields of one kind of record with chosen properties, by the keys of the fields; what does
 * not fit is left out.
 */
export function customPairs(
  definitions: readonly CustomField[],
  remote: readonly RemoteField[],
  chosen: Readonly<Record<string, string>>,
): FieldPair[] {
  const byName = new Map(remote.map((property) => [property.name, property]));
  return definitions.flatMap((definition) => {
    const property = byName.get(chosen[definition.key] ?? "");
    const pair = property && definition.archivedAt === null ? customPair(oursOf(definition), property) : null;
    return pair ? [pair] : [];
  });
}

/** The properties that bear the name of a field and fit it, by the keys of the fields: each property once. */
export function suggestedPairs(
  definitions: readonly CustomField[],
  remote: readonly RemoteField[],
): Record<string, string> {
  const free = new Map(remote.map((property) => [property.name, property]));
  const found: Record<string, string> = {};
  for (const definition of definitions) {
    const names = [definition.key, definition.label].map((name) => nameKey(name));
    const property = [...free.values()].find(
      (each) => [each.name, each.label].some((name) => names.includes(nameKey(name))) && canPair(definition, each),
    );
    if (!property) continue;
    found[definition.key] = property.name;
    free.delete(property.name);
  }
  return found;
}

const nameKey = (name: string) => foldKey(name.replaceAll("_", " "));
