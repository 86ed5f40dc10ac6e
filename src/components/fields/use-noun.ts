"use client";

import { useWorkspace, type WorkspaceView } from "@/components/layout/workspace-context";
import { addedFields } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import type { NounEntity } from "@/lib/nouns/all";
import { type Noun, onlyFields, withFields } from "@/lib/nouns/define";

type Definitions = WorkspaceView["custom"];
/** By the object: a page knows a noun without its schemas, and a form the one with them. */
const known = new WeakMap<Definitions, WeakMap<Noun, Noun>>();

/**
 * A noun with the fields that the workspace has added to its records. It keeps its identity while they do not change,
 * and a noun that has them already stays as it is.
 */
export function useNoun<F extends Fields>(noun: Noun<NounEntity, F>): Noun<NounEntity, F> {
  const { custom, isGuest } = useWorkspace();
  const given = noun as unknown as Noun;
  return (isGuest ? sharedNoun(given) : nounIn(custom, given)) as unknown as Noun<NounEntity, F>;
}

const shared = new WeakMap<Noun, Noun>();

/** A noun with the fields alone that guests read. */
function sharedNoun(noun: Noun): Noun {
  const found = shared.get(noun);
  if (found) return found;
  const made = onlyFields(noun, ["name", ...(noun.head.guests?.reads ?? [])]);
  shared.set(noun, made).set(made, made);
  return made;
}

/** A noun with the fields of these definitions of a workspace. */
export function nounIn(custom: Definitions, noun: Noun): Noun {
  const byNoun = known.get(custom) ?? new WeakMap<Noun, Noun>();
  known.set(custom, byNoun);
  const found = byNoun.get(noun);
  if (found) return found;
  const own = custom.fields.filter(({ entity }) => entity === noun.entity);
  const made = withFields(noun, addedFields(own, custom.tags), custom.lists);
  byNoun.set(noun, made).set(made, made);
  return made;
}
