"use client";

import { useQuery } from "@tanstack/react-query";
import { ShortList } from "@/components/layout/short-list";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useApi } from "@/trpc/react";
import type { FollowUpScope } from "../rules";
import { FollowUpLine } from "./follow-up-line";
import { useFollowUpPlan } from "./use-follow-up-plan";

const mostShown = 5;

/** The first records without a next step that somebody owns, each with the reason and a button that plans one. */
export function FollowUpPanel({ scope }: { scope: FollowUpScope }) {
  const { href, zone: timeZone } = useWorkspace();
  const api = useApi();
  const { onPlan, form } = useFollowUpPlan();
  const query = useQuery(api.followUps.list.queryOptions({ scope, limit: mostShown }));
  const { data: count } = useQuery(api.followUps.count.queryOptions({ scope }));
  return (
    <>
      <ShortList
        title="Without a next step"
        query={query}
        rows={query.data?.items}
        total={count?.capped ? "1000+" : count?.total}
        none="Every opportunity and contact that you sell to has a next step."
        failed="The follow-up list could not be loaded."
        allHref={href(`/follow-ups?scope=${scope}`)}
      >
        {(item) => (
          <FollowUpLine key={item.id} item={item} timeZone={query.data?.timeZone ?? timeZone} onPlan={onPlan} />
        )}
      </ShortList>
      {form}
    </>
  );
}
