"use client";

import { TriangleAlert } from "lucide-react";
import { Fragment } from "react";
import { usePaused } from "@/components/layout/use-paused";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import type { NounEntity } from "@/lib/nouns/all";
import { nouns } from "@/lib/nouns/all";
import { api } from "@/trpc/react";

interface SimilarRecordsProps {
  entity: NounEntity;
  /** The name, address or number that somebody types for a new record. */
  text: string;
}

/** The most records that a hint names. */
const maxNamed = 3;
/** Shorter texts are in too many records. */
const minLength = 4;

/** A hint in the form for a new record: records that are there and hold the same name, address or number. */
export function SimilarRecords({ entity, text }: SimilarRecordsProps) {
  const { href } = useWorkspace();
  const q = usePaused(text.trim(), 300);
  const { data } = api.search.find.useQuery(
    { q, entities: [entity], limit: maxNamed },
    { enabled: q.length >= minLength, staleTime: 0 },
  );
  const hits = q.length >= minLength ? (data?.hits ?? []) : [];
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
