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

/** How long a page that was requested before a write may still be loading. */
const onItsWayMs = 10_000;

class Queries extends QueryClient {
  #invalidated: { at: number; filters: QueryFilters }[] = [];

  constructor(config: QueryClientConfig) {
    super(config);
    // Queries that a page brings could not be invalidated: if a write happened meanwhile, they are refetched.
    this.getQueryCache().subscribe(({ type, query }) => {
      if (type === "added" && this.#wasInvalidated(query)) query.invalidate();
    });
  }

  #wasInvalidated(query: Query): boolean {
    const since = Date.now() - onItsWayMs;
    return this.#invalidated.some(({ at, filters }) => at > since && matchQuery(filters, query));
  }

  /**
   * A first load that began before the write must not count as the new state. The library would wait for it, so it is
   * cancelled and sent again.
   */
  override async invalidateQueries(filters: InvalidateQueryFilters = {}, options?: InvalidateOptions): Promise<void> {
    const { refetchType, predicate, ...of } = filters;
    const { queryKey, exact } = filters;
    const at = Date.now();
    const target: QueryFilters = {
      ...(queryKey ? { queryKey } : {}),
      ...(exact === undefined ? {} : { exact }),
      ...(predicate ? { predicate } : {}),
    };
    this.#invalidated = [...this.#invalidated.filter((one) => one.at > at - onItsWayMs), { at, filters: target }];
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
 * Creates a query client for server or browser: answers in the page's HTML are hydrated, later ones come by `Streamed`.
 */
export function makeQueryClient(): QueryClient {
  const client = new Queries({
    // Each change writes events: queries of a page's history are refetched after any change.
    mutationCache: new MutationCache({
      onSuccess: () => void client.invalidateQueries({ queryKey: [["events", "changes"]] }),
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Server rendering does not wait for failed queries: the browser fetches them again.
        retry: (failures, error) => typeof window !== "undefined" && failures < 2 && isTransient(error),
        retryDelay: (failures, error) => waitOf(error) ?? Math.min(1000 * 2 ** failures, 30_000),
      },
    },
  });
  return client;
}

/** The longest Retry-After that a screen waits for; with a longer one it shows the error. */
const longestWaitMs = 10_000;

/** Only temporary failures are retried: no answer at all, 503, and 429 with a short wait. */
function isTransient(error: unknown): boolean {
  const status = (error as { data?: { httpStatus?: number } | null }).data?.httpStatus;
  if (status === 429) return (waitOf(error) ?? Number.POSITIVE_INFINITY) <= longestWaitMs;
  return status === undefined || status === 503;
}

/** The wait in milliseconds that the server requests in Retry-After. */
function waitOf(error: unknown): number | undefined {
  const { retryAfter } = readServerError(error).details;
  return typeof retryAfter === "number" ? retryAfter * 1000 : undefined;
}
