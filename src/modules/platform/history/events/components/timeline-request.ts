import type { TimelineKind } from "../rules";

/** The query of a timeline; a page prefetches with the same. */
export const timelineRequest = (entity: string, id: string, family = false, kind: TimelineKind | null = null) => ({
  entity,
  id,
  ...(family ? { family } : {}),
  ...(kind ? { kind } : {}),
});
