/** What a timeline is asked for; a page prefetches with the same. */
export const timelineRequest = (entity: string, id: string, family = false) => ({
  entity,
  id,
  ...(family ? { family } : {}),
});
