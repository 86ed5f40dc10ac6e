import { NearMatcher } from "@/lib/similarity";
import { foldKey, quoteValue } from "@/lib/text";
import { type Coerced, emptyCell, refused, value } from "./coerced";

export interface EnumChoice<V extends string = string> {
  value: V;
  label: string;
  synonyms?: readonly string[];
  /** It is found, but not suggested. */
  archived?: boolean;
}

/**
 * One of the choices, by value, label or synonym, without regard to case; near misses are suggested, never accepted.
 */
export function coerceEnum<V extends string>(text: string, choices: readonly EnumChoice<V>[]): Coerced<V> {
  const trimmed = text.trim();
  const empty = emptyCell(trimmed);
  if (empty) return empty;
  const known = knownOf(choices);
  const found = known.values.get(keyOf(trimmed));
  if (found !== undefined) return value(found as V);
  known.matcher ??= new NearMatcher(known.labels.keys());
  const near = known.matcher.near(trimmed, { limit: 1 })[0];
  const label = near && known.labels.get(near.candidate);
  if (near && label !== undefined)
    return {
      ...refused(`${quoteValue(trimmed)} is not among the choices. Did you mean ${label}?`, label),
      // It resembles a name of the choice, which need not be the one that is shown.
      why: foldKey(near.candidate) === foldKey(label) ? near.why : `is also called ${near.candidate}`,
    };
  const names = choices.filter(({ archived }) => !archived).map((choice) => choice.label);
  const some = names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
  return refused(
    `${quoteValue(trimmed)} is not among the choices${some === "" ? ". There are none yet." : `: ${some}.`}`,
  );
}

interface KnownChoices {
  /** The value of a choice by the key of each of its names: labels go before values and synonyms, of all choices. */
  values: Map<string, string>;
  /** The label of a choice by each of its names. */
  labels: Map<string, string>;
  matcher?: NearMatcher;
}

/** By the list itself, which nobody changes: an import reads thousands of texts against the same list. */
const knownLists = new WeakMap<readonly EnumChoice[], KnownChoices>();

function knownOf(choices: readonly EnumChoice[]): KnownChoices {
  const before = knownLists.get(choices);
  if (before) return before;
  const known: KnownChoices = { values: new Map(), labels: new Map() };
  for (const namesOf of kindsOfNames)
    for (const choice of choices)
      for (const name of namesOf(choice)) {
        if (!known.values.has(keyOf(name))) known.values.set(keyOf(name), choice.value);
        if (!choice.archived && !known.labels.has(name)) known.labels.set(name, choice.label);
      }
  knownLists.set(choices, known);
  return known;
}

/** Databases write organic_search for Organic search. */
const keyOf = (text: string) => foldKey(text.replaceAll("_", " "));

/** A workspace may have an option of its own whose label is a synonym of another one. */
const kindsOfNames: ((choice: EnumChoice) => readonly string[])[] = [
  ({ label }) => [label],
  ({ value: own }) => [own],
  ({ synonyms = [] }) => synonyms,
];
