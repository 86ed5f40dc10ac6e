"use client";

import { TriangleAlert } from "lucide-react";
import { createContext, Fragment, useContext, useEffect, useRef } from "react";
import { usePaused } from "@/components/layout/use-paused";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import type { NounEntity } from "@/lib/nouns/all";
import { nouns } from "@/lib/nouns/all";
import type { BesideNew, SharedPart } from "@/lib/nouns/similar";
import { api } from "@/trpc/react";

interface SimilarRecordsProps {
  entity: NounEntity;
  /** The name, address or number that somebody types for a new record. */
  text: string;
  /** The part that it is: a new record shares it with those that are named. */
  shared: SharedPart;
}

type Hints = Map<SharedPart, readonly string[]>;
const HintsContext = createContext<Hints | null>(null);

/** The form whose hints its saving records. */
export const SimilarHints = HintsContext.Provider;

/** The hints of a form, and what its saving says of those that stand there. */
export function useShownSimilar(): { hints: Hints; read(): BesideNew } {
  const { current: hints } = useRef<Hints>(new Map());
  return {
    hints,
    read() {
      const shared = [...hints.keys()];
      const count = new Set([...hints.values()].flat()).size;
      return count > 0 ? { similarShown: { count, shared } } : {};
    },
  };
}

/** Tells the form around it which records a hint names. */
export function useSimilarHint(shared: SharedPart, ids: readonly string[]): void {
  const hints = useContext(HintsContext);
  const key = ids.join();
  // Saving is the outside system: it reads what stands there at that moment, and nothing is drawn by it.
  useEffect(() => {
    if (key === "") return;
    hints?.set(shared, key.split(","));
    return () => void hints?.delete(shared);
  }, [hints, shared, key]);
}

/** The most records that a hint names. */
const maxNamed = 3;
/** Shorter texts are in too many records. */
const minLength = 4;

/** A hint in the form for a new record: records that are there and hold the same name, address or number. */
export function SimilarRecords({ entity, text, shared }: SimilarRecordsProps) {
  const { href } = useWorkspace();
  const q = usePaused(text.trim(), 300);
  const { data } = api.search.find.useQuery(
    { q, entities: [entity], limit: maxNamed },
    { enabled: q.length >= minLength, staleTime: 0 },
  );
  const hits = q.length >= minLength ? (data?.hits ?? []) : [];
  useSimilarHint(
    shared,
    hits.map(({ id }) => id),
  );
  if (hits.length === 0) return null;
  const { path, one, many } = nouns[entity];
  return (
    <span role="status" className="flex items-start gap-1.5 text-sm text-warning">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0">
        {`Similar ${hits.length === 1 ? one : many}: `}
        {hits.map(({ id, name, facts }, place) => (
          <Fragment key={id}>
            {place > 0 ? "; " : null}
            <Link href={href(`/${path}/${id}`)} target="_blank" className="link font-medium">
              {name}
            </Link>
            {facts.flatMap((fact) => ("text" in fact ? `, ${fact.text}` : []))}
          </Fragment>
        ))}
      </span>
    </span>
  );
}
