import type { TimelineKind } from "../rules";

/** The filters of a timeline. */
export interface TimelineFilter {
  /** Also the events of the records below it. */
  family?: boolean;
  kind?: TimelineKind | null;
  memberId?: string | null;
  field?: string | null;
  q?: string | null;
  until?: string | null;
}

/** The query of a timeline; a page prefetches with the same. */
export const timelineRequest = (entity: string, id: string, filter: TimelineFilter = {}) => {
  const { family, kind, memberId, field, q, until } = filter;
  return {
    entity,
    id,
    ...(family ? { family } : {}),
    ...(kind ? { kind } : {}),
    ...(memberId ? { memberId } : {}),
    ...(field ? { field } : {}),
    ...(q ? { q } : {}),
    ...(until ? { until } : {}),
  };
};
