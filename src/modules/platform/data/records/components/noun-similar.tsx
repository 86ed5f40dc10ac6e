"use client";

import { useQueries } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { createContext, useContext, useEffect, useRef, useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { usePaused } from "@/components/layout/use-paused";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import type { NounEntity } from "@/lib/nouns/all";
import { nouns } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { type CreateOptions, duplicateReason, type SharedPart, sharedParts } from "@/lib/nouns/similar";
import type { SearchHit } from "@/lib/search";
import { andList } from "@/lib/text";
import { useApi } from "@/trpc/react";

/** The names, addresses and numbers that somebody types for a new record; those that are found first stand first. */
export type SimilarTexts = Readonly<Partial<Record<SharedPart, string>>>;

interface SimilarRecordsProps {
  entity: NounEntity;
  texts: SimilarTexts;
}

type Hints = Map<SharedPart, readonly string[]>;
const HintsContext = createContext<Hints | null>(null);

/** The form whose hints its saving records. */
export const SimilarHints = HintsContext.Provider;

/** The hints of a form, and what its saving says of those that stand there. */
export function useShownSimilar(): { hints: Hints; read(): CreateOptions } {
  const { current: hints } = useRef<Hints>(new Map());
  return {
    hints,
    read() {
      const shared = [...hints.keys()];
      const count = new Set([...hints.values()].flat()).size;
      if (count === 0) return {};
      // A record that shares only a name is no duplicate: the server may still find one that the search did not show yet.
      const allowDuplicate = shared.some((part) => part !== "name");
      return { similarShown: { count, shared }, ...(allowDuplicate ? { allowDuplicate } : {}) };
    },
  };
}

/** Tells the form around it which records a hint names, by what they share with the new one. */
export function useSimilarHints(named: Readonly<Partial<Record<SharedPart, readonly string[]>>>): void {
  const hints = useContext(HintsContext);
  const key = JSON.stringify(named);
  // Saving is the outside system: it reads what stands there at that moment, and nothing is drawn by it.
  useEffect(() => {
    const found = Object.entries(JSON.parse(key) as Record<SharedPart, string[]>).filter(([, ids]) => ids.length > 0);
    for (const [shared, ids] of found) hints?.set(shared as SharedPart, ids);
    return () => {
      for (const [shared] of found) hints?.delete(shared as SharedPart);
    };
  }, [hints, key]);
}

interface Duplicate {
  id: string;
  /** The values by which it was found: other ones are asked about again. */
  of: string;
}

/** Saves a new record; one that is refused as a duplicate is created when it is saved once more with the same values. */
export function useDuplicateQuestion<F extends Fields>({ duplicatesBy }: Pick<Noun, "duplicatesBy">) {
  const [found, setFound] = useState<Duplicate | null>(null);
  async function save(
    values: Readonly<Record<string, unknown>>,
    create: (also: CreateOptions) => Promise<RecordOf<F>>,
  ): Promise<RecordOf<F>> {
    const of = JSON.stringify(duplicatesBy.map((name) => values[name] ?? null));
    try {
      const record = await create(found?.of === of ? { allowDuplicate: true } : {});
      setFound(null);
      return record;
    } catch (error) {
      const { reason, id } = readServerError(error).details;
      setFound(reason === duplicateReason && typeof id === "string" ? { id, of } : null);
      throw error;
    }
  }
  return { duplicate: found?.id ?? null, save };
}

/** Leads to the record that is there already, and says how to create another one. */
export function DuplicateNote({ entity, id }: { entity: NounEntity; id: string }) {
  const { href } = useWorkspace();
  const { one, path } = nouns[entity];
  return (
    <Note tone="warning">
      <Link href={href(`/${path}/${id}`)} target="_blank" className="link font-medium">
        {`Open that ${one}`}
      </Link>
      {`, or press Create ${one} again to create another one.`}
    </Note>
  );
}

/** The most records that a hint names. */
const maxNamed = 3;
/** Shorter texts are in too many records. */
const minLength = 4;
/** The facts of a record that a hint gives. */
const maxFacts = 2;

interface Similar {
  hit: SearchHit;
  shared: SharedPart[];
}

/** The records that were found for any of these texts, each once, with the parts that it shares. */
function useSimilar({ entity, texts }: SimilarRecordsProps): Similar[] {
  const api = useApi();
  const asked = JSON.parse(usePaused(JSON.stringify(texts), 300)) as SimilarTexts;
  const parts = Object.entries(asked).map(([shared, text]) => ({ shared: shared as SharedPart, q: text.trim() }));
  const answers = useQueries({
    queries: parts.map(({ q }) =>
      api.search.find.queryOptions(
        { q, entities: [entity], limit: maxNamed },
        { enabled: q.length >= minLength, staleTime: 0 },
      ),
    ),
  });
  const hits = parts.flatMap(({ shared, q }, at) =>
    (q.length >= minLength ? (answers[at]?.data?.hits ?? []) : []).map((hit, place) => ({ hit, shared, place })),
  );
  const found = new Map<string, Similar>();
  // The best hit of each text comes before the second one of any: the sort keeps the order of the texts.
  for (const { hit, shared } of hits.sort((one, other) => one.place - other.place)) {
    const known = found.get(hit.id);
    if (known) known.shared.push(shared);
    else found.set(hit.id, { hit, shared: [shared] });
  }
  return [...found.values()];
}

/** One hint in the form for a new record: records that are there and hold the same name, address or number. */
export function SimilarRecords({ entity, texts }: SimilarRecordsProps) {
  const similar = useSimilar({ entity, texts }).slice(0, maxNamed);
  const idsBy = (part: SharedPart) => similar.flatMap(({ hit, shared }) => (shared.includes(part) ? [hit.id] : []));
  useSimilarHints(Object.fromEntries(Object.keys(texts).map((part) => [part, idsBy(part as SharedPart)])));
  if (similar.length === 0) return null;
  const { one, many } = nouns[entity];
  return (
    <div role="status" className="flex items-start gap-1.5 text-sm text-warning">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <div className="min-w-0">
        {`Similar ${similar.length === 1 ? one : many}: `}
        <ul>
          {similar.map(({ hit, shared }) => (
            <SimilarRecord key={hit.id} entity={entity} hit={hit} shared={shared} />
          ))}
        </ul>
      </div>
    </div>
  );
}

/** "Anna Field, Buyer, Alder Ports (by name and e-mail)" */
function SimilarRecord({ entity, hit: { id, name, facts }, shared }: Similar & { entity: NounEntity }) {
  const { href } = useWorkspace();
  const words = facts.flatMap((fact) => ("text" in fact ? `, ${fact.text}` : [])).slice(0, maxFacts);
  return (
    <li>
      <Link href={href(`/${nouns[entity].path}/${id}`)} target="_blank" className="link font-medium">
        {name}
      </Link>
      {`${words.join("")} (by ${andList(shared.map((part) => sharedParts[part]))})`}
    </li>
  );
}
