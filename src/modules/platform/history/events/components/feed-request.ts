export interface FeedState {
  /** A team, a member and a kind of record. */
  team: string | null;
  person: string | null;
  object: string | null;
}

/** The query of the page Updates; the server prefetches with the same. */
export const feedRequest = ({ team, person, object }: FeedState) => ({
  ...(team ? { teamId: team } : {}),
  ...(person ? { memberId: person } : {}),
  ...(object ? { entities: [object] } : {}),
});
