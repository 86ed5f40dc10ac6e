"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/layout/workspace-context";
import { FigureLink } from "@/components/tiles/figure-link";
import { counted } from "@/lib/counted";
import type { NounEntity } from "@/lib/nouns/all";
import { useApi } from "@/trpc/react";
import { openNoun, ownedConditions } from "./owned-records";

/** How many records of a noun a member owns; a dash where the one who looks cannot know it. */
export function OwnedBadge({ entity, memberId }: { entity: NounEntity; memberId: string }) {
  const api = useApi();
  const { locale, visibility } = useWorkspace();
  const counts = useQuery(api.owned.count.queryOptions({ entity })).data;
  // A member who sees only some of the records cannot know that somebody has none.
  const none = counts && (visibility[entity] ?? "all") === "all" ? (0).toLocaleString(locale) : "–";
  return counts?.find((one) => one.memberId === memberId)?.count.toLocaleString(locale) ?? none;
}

/** The records that a member owns and that are still to be done, noun by noun, each with a link to their list. */
export function OwnedRecords({ memberId }: { memberId: string }) {
  const { locale } = useWorkspace();
  const counts = useQuery(useApi().owned.countBy.queryOptions({ memberId })).data;
  if (!counts) return null;
  const owned = counts.filter(({ total }) => total !== 0);
  if (owned.length === 0) return <p className="text-muted">They own nothing that is still to be done.</p>;
  return (
    <>
      <p className="text-muted">They own these records. To reassign them first, open a list and change the owner.</p>
      <ul className="mt-1.5">
        {owned.map(({ entity, total }) => (
          <li key={entity}>
            <FigureLink entity={entity} of={{ conditions: ownedConditions(memberId, entity) }} className="underline">
              {counted(total, openNoun(entity), locale)}
            </FigureLink>
          </li>
        ))}
      </ul>
    </>
  );
}
