"use client";

import { useQuery } from "@tanstack/react-query";
import { ListChecks, MessageSquare } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { counted, nouns } from "@/lib/counted";
import { batchesOf } from "@/trpc/in-batches";
import { useApi, useApiClient } from "@/trpc/react";

/** The most tasks of one request, as the operation has it; its schema is not loaded with lists. */
const mostAsked = 25;
/** Asks for the counts of a task together with others that are drawn at this moment. */
const askerOf = batchesOf(mostAsked, (client: ReturnType<typeof useApiClient>, ids) =>
  client.tasks.counts.query({ ids }),
);

/** How much of the checklist of a task is ticked, and its comments; nothing for a task that has neither. */
export function TaskCounts({ id }: { id: string }) {
  const { locale } = useListLocale();
  const ask = askerOf(useApiClient());
  const { data } = useQuery({
    queryKey: [...useApi().tasks.counts.pathKey(), { type: "one", id }],
    queryFn: async () => await ask(id),
  });
  if (!data) return null;
  const { ticked, items, comments } = data;
  return (
    <span className="flex shrink-0 items-center gap-2 self-center font-normal text-muted text-sm">
      {items > 0 ? (
        <span className="flex items-center gap-1">
          <ListChecks aria-hidden className="size-3.5 text-faint" />
          <span className="sr-only">Checklist: </span>
          {`${ticked}/${items}`}
        </span>
      ) : null}
      {comments > 0 ? (
        <span className="flex items-center gap-1">
          <MessageSquare aria-hidden className="size-3.5 text-faint" />
          <span aria-hidden>{comments.toLocaleString(locale)}</span>
          <span className="sr-only">{counted(comments, nouns.comment, locale)}</span>
        </span>
      ) : null}
    </span>
  );
}
