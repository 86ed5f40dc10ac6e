import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  MutationCache,
  matchQuery,
  type Query,
  QueryClient,
  type QueryClientConfig,
  type QueryFilters,
} from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";

/** So long a page that was asked for before a write may be on its way. */
const onItsWayMs = 10_000;

class Queries extends QueryClient {
  #invalidated: { at: number; filters: QueryFilters }[] = [];

  constructor(config: QueryClientConfig) {
    super(config);
    // What a page brings was not here to be invalidated: where a write came meanwhile, it is asked for again.
    this.getQueryCache().subscribe(({ type, query }) => {
      if (type === "added" && query.state.data !== undefined && this.#wasInvalidated(query)) query.invalidate();
    });
  }

  #wasInvalidated(query: Query): boolean {
    const since = Date.now() - onItsWayMs;
    return this.#invalidated.some(({ at, filters }) => at > since && matchQuery(filters, query));
  }

  /**
   * A first load that is still under way was asked before the write that invalidates it. The library would wait for
   * that answer and take it for the new state, so it is dropped and asked anew.
   */
  override async invalidateQueries(filters: InvalidateQueryFilters = {}, options?: InvalidateOptions): Promise<void> {
    const { refetchType, predicate, ...of } = filters;
    const { queryKey, exact } = filters;
    const at = Date.now();
    const meant: QueryFilters = {
      ...(queryKey ? { queryKey } : {}),
      ...(exact === undefined ? {} : { exact }),
      ...(predicate ? { predicate } : {}),
    };
    this.#invalidated = [...this.#invalidated.filter((one) => one.at > at - onItsWayMs), { at, filters: meant }];
    if (refetchType !== "none") {
      const firstLoads: QueryFilters = {
        ...of,
        fetchStatus: "fetching",
        predicate: (query) => query.isActive() && query.state.data === undefined && (predicate?.(query) ?? true),
      };
      await this.cancelQueries(firstLoads);
    }
    await super.invalidateQueries(filters, options);
  }
}

/**
 * One form for server and browser: what a page has awaited arrives hydrated. Never what is still under way: it can
 * arrive between the server's render and the browser's, which then differ.
 */
export function makeQueryClient(): QueryClient {
  const client = new Queries({
    // Each change writes events: what tells the changes of a page is asked for again after any of them.
    mutationCache: new MutationCache({
      onSuccess: () => void client.invalidateQueries({ queryKey: [["events", "changes"]] }),
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A page does not wait on the server: what failed there is asked for again by the browser.
        retry: (failures, error) => typeof window !== "undefined" && failures < 2 && isTransient(error),
        retryDelay: (failures, error) => waitOf(error) ?? Math.min(1000 * 2 ** failures, 30_000),
      },
    },
  });
  return client;
}

/** So long a screen waits by itself; a longer wait is told to its person. */
const longestWaitMs = 10_000;

/** Only what may pass by itself is tried again: no answer at all, 503, and 429 that asks to wait a moment. */
function isTransient(error: unknown): boolean {
  const status = (error as { data?: { httpStatus?: number } | null }).data?.httpStatus;
  if (status === 429) return (waitOf(error) ?? Number.POSITIVE_INFINITY) <= longestWaitMs;
  return status === undefined || status === 503;
}

/** Milliseconds that the server asks to wait, as Retry-After says it. */
function waitOf(error: unknown): number | undefined {
  const { retryAfter } = readServerError(error).details;
  return typeof retryAfter === "number" ? retryAfter * 1000 : undefined;
}
