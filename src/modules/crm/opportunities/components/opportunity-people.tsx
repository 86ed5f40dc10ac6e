"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { QueryFailed } from "@/components/layout/query-failed";
import { Button } from "@/components/ui/button";
import { SectionHead } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { useApi } from "@/trpc/react";
import type { Opportunity } from "../schema";
import { DecisionMap } from "./decision-map";
import { PartForm } from "./part-form";
import { PartRow } from "./part-row";

/** The contacts of an opportunity: a map of their roles and stances, then each with its facts. */
export function OpportunityPeople({ opportunity }: { opportunity: Opportunity }) {
  const api = useApi();
  const query = useQuery(api.opportunities.contacts.queryOptions({ id: opportunity.id }));
  const [adding, setAdding] = useState(false);
  const all = query.data;
  const add = opportunity.mayEdit ? (
    <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      Add contact
    </Button>
  ) : null;
  return (
    <section aria-label="People" className="flex min-h-0 flex-1 flex-col overflow-y-auto phone:overflow-visible">
      {all && all.contacts.length > 0 ? (
        <>
          <SectionHead title="Decision map" action={add} className="h-11" />
          <DecisionMap contacts={all.contacts} />
          <SectionHead title="Contacts" count={all.contacts.length} className="mt-3" />
          <ul data-inline-edits="">
            {all.contacts.map((part) => (
              <PartRow key={part.id} part={part} all={all} mayEdit={opportunity.mayEdit} />
            ))}
          </ul>
        </>
      ) : null}
      {all && all.contacts.length === 0 ? (
        <EmptyState line={false} title="No contacts yet" actions={add}>
          Add the people who decide, influence, evaluate, use or sign, and note where each of them stands.
        </EmptyState>
      ) : null}
      {query.error && !all ? <QueryFailed title="The contacts could not be loaded" query={query} /> : null}
      {all || query.error ? null : (
        <SkeletonRegion label="The contacts are loading">
          {[44, 36, 40].map((width) => (
            <div key={width} className="flex h-12 items-center gap-3 px-edge hairline-b hairline-soft">
              <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
              <Skeleton className="ml-auto w-20" />
            </div>
          ))}
        </SkeletonRegion>
      )}
      {all ? <PartForm opportunity={opportunity} contacts={all} open={adding} onOpenChange={setAdding} /> : null}
    </section>
  );
}
