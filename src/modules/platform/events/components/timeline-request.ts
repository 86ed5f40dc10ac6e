import type { TimelineKind } from "../rules";

/** What a timeline is asked for; a page prefetches with the same. */
export const timelineRequest = (entity: string, id: string, family = false, kind: TimelineKind | null = null) => ({
  entity,
  id,
  ...(family ? { family } : {}),
  ...(kind ? { kind } : {}),
});
