"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { LineFailed } from "@/components/layout/line-failed";
import { SectionHead } from "@/components/ui/description-list";
import { Skeleton } from "@/components/ui/skeleton";
import { numberText } from "@/lib/number-text";
import { useApi } from "@/trpc/react";
import { CompletionTerms } from "./completion-terms";

/** How far the work of a project is, with the terms of the sum. */
export function CompletionPanel({ id }: { id: string }) {
  const { locale } = useListLocale();
  const query = useQuery(useApi().projects.completion.queryOptions({ id }));
  const { data } = query;
  const percent = data?.percent ?? null;
  return (
    <section aria-label="Completion">
      <SectionHead
        title="Completion"
        count={percent === null ? undefined : numberText(percent, locale, true)}
        line
        className="mt-3"
      />
      <div className="px-edge pb-1">
        {data && percent !== null ? <CompletionTerms of={data} /> : null}
        {data && percent === null ? (
          <p className="text-muted text-sm">No tasks yet: the work counts from the first one on.</p>
        ) : null}
        {data || query.error ? null : <Skeleton className="my-2 h-3 w-32" />}
      </div>
      {query.error && !data ? <LineFailed title="The completion could not be loaded." query={query} /> : null}
    </section>
  );
}
