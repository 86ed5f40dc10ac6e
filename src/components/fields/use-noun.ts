"use client";

import { useWorkspace, type WorkspaceView } from "@/components/layout/workspace-context";
import { addedFields } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import type { NounEntity } from "@/lib/nouns/all";
import { type Noun, withFields } from "@/lib/nouns/define";

type Definitions = WorkspaceView["custom"];
const known = new WeakMap<Definitions, Map<string, Noun>>();

/**
 * A noun with the fields that the workspace has added to its records. It keeps its identity while they do not change,
 * and a noun that has them already stays as it is.
 */
export function useNoun<F extends Fields>(noun: Noun<NounEntity, F>): Noun<NounEntity, F> {
  const { custom } = useWorkspace();
  return nounIn(custom, noun as unknown as Noun) as unknown as Noun<NounEntity, F>;
}

function nounIn(custom: Definitions, noun: Noun): Noun {
  const byEntity = known.get(custom) ?? new Map<string, Noun>();
  known.set(custom, byEntity);
  const found = byEntity.get(noun.entity);
  if (found) return found;
  const own = custom.fields.filter(({ entity }) => entity === noun.entity);
  const made = withFields(noun, addedFields(own, custom.tags));
  byEntity.set(noun.entity, made);
  return made;
}
