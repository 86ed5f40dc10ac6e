"use client";

import { useQuery } from "@tanstack/react-query";
import { ShortList } from "@/components/layout/short-list";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useApi } from "@/trpc/react";
import type { FollowUpScope } from "../rules";
import { FollowUpLine } from "./follow-up-line";
import { useFollowUpPlan } from "./use-follow-up-plan";

const mostShown = 5;

/**
 * The first open opportunities that nobody follows up, each with the reason and a button that plans something. Where none has a next step,
 * as after an import, that is said once, and no line warns.
 */
export function FollowUpPanel({ scope }: { scope: FollowUpScope }) {
  const { href, zone: timeZone } = useWorkspace();
  const api = useApi();
  const request = { scope, entity: "opportunity" } as const;
  const { onPlan, form } = useFollowUpPlan();
  const query = useQuery(api.followUps.list.queryOptions({ ...request, limit: mostShown }));
  const { data: count } = useQuery(api.followUps.count.queryOptions(request));
  const isNew = count !== undefined && count.total > 0 && !count.anyPlanned;
  return (
    <>
      <ShortList
        title="Opportunities to follow up"
        query={query}
        rows={query.data?.items}
        total={count?.capped ? "1000+" : count?.total}
        note={isNew ? "None of these has a next step with a day yet. Plan the most important ones first." : undefined}
        none="Every open opportunity has a next step."
        failed="The follow-up list could not be loaded."
        allHref={href(`/follow-ups?scope=${scope}&entity=opportunity`)}
      >
        {(item) => (
          <FollowUpLine
            key={item.id}
            item={item}
            timeZone={query.data?.timeZone ?? timeZone}
            onPlan={onPlan}
            quiet={isNew}
          />
        )}
      </ShortList>
      {form}
    </>
  );
}
