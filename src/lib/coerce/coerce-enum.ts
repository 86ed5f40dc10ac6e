import { nearMatches } from "@/lib/similarity";
import { foldKey, quoteValue } from "@/lib/text";
import { type Coerced, type CoerceOptions, emptyCell, refused, value } from "./coerced";

export interface EnumChoice<V extends string = string> {
  value: V;
  label: string;
  synonyms?: readonly string[];
}

/**
 * One of the choices, by value, label or synonym, without regard to case; near misses are suggested, never accepted.
 */
export function coerceEnum<V extends string>(
  text: string,
  choices: readonly EnumChoice<V>[],
  options: CoerceOptions = {},
): Coerced<V> {
  const trimmed = text.trim();
  const empty = emptyCell(trimmed, options);
  if (empty) return empty;
  const key = keyOf(trimmed);
  const found = choices.find((choice) => namesOf(choice).some((name) => keyOf(name) === key));
  if (found) return value(found.value);
  const labels = new Map(choices.flatMap((choice) => namesOf(choice).map((name) => [name, choice.label] as const)));
  const near = nearMatches(trimmed, [...labels.keys()], { limit: 1 })[0];
  const label = near && labels.get(near.candidate);
  if (label !== undefined)
    return {
      ...refused(`${quoteValue(trimmed)} is not among the choices. Did you mean ${label}?`, label),
      why: near?.why ?? "",
    };
  const names = choices.map((choice) => choice.label);
  const some = names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
  return refused(`${quoteValue(trimmed)} is not among the choices: ${some}.`);
}

/** Databases write organic_search for Organic search. */
const keyOf = (text: string) => foldKey(text.replaceAll("_", " "));

function namesOf({ value: own, label, synonyms = [] }: EnumChoice): string[] {
  return [own, label, ...synonyms];
}
