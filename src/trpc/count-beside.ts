/** The answer of a count that stops early. @internal */
export interface Counted {
  count: number;
  capped?: boolean | undefined;
}

/** The state of such a query. */
interface Asked {
  state: {
    data: Counted | undefined;
    fetchStatus: string;
    isInvalidated: boolean;
    dataUpdatedAt: number;
    errorUpdatedAt: number;
  };
}

/** How long a count beside a list rests. */
const restMs = 30_000;
const soonMs = 1_000;

/** A count that took too long: it would take as long again, and people can still count all. */
const isTooLong = ({ state: { data } }: Asked) => data?.capped === true && data.count === 0;

/**
 * Options of a query whose answer costs much and can be late: signals and edits only mark it as outdated. It is
 * asked again half a minute after its last answer at the earliest, and not while the tab is hidden.
 */
export const asksSeldom = {
  gcTime: restMs,
  // One that is on its way began before the change, so it is asked again at once.
  staleTime: ({ state }: Asked) =>
    state.data === undefined || state.fetchStatus === "fetching" ? 0 : ("static" as const),
  refetchInterval(query: Asked): number | false {
    const { isInvalidated, dataUpdatedAt, errorUpdatedAt } = query.state;
    if (!isInvalidated || isTooLong(query)) return false;
    return Math.max(Math.max(dataUpdatedAt, errorUpdatedAt) + restMs - Date.now(), soonMs);
  },
};
