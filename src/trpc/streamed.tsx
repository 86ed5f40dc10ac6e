"use client";

import {
  type DehydratedState,
  HydrationBoundary,
  hydrate,
  QueryClient,
  QueryClientProvider,
  type QueryKey,
  useQueryClient,
} from "@tanstack/react-query";
import { createContext, type ReactNode, Suspense, use, useContext, useEffect, useState } from "react";

/** A part of a page whose answers follow the page: its queries, and their answers without those that failed. */
export interface Part {
  keys: readonly QueryKey[];
  answers: Promise<DehydratedState>;
}
export type Parts = Readonly<Record<string, Part>>;

const PartsOfPage = createContext<Parts>({});

/** Gives a page the parts that `Streamed` waits for. */
export function StreamedParts({ parts, children }: { parts: Parts; children: ReactNode }) {
  return <PartsOfPage value={parts}>{children}</PartsOfPage>;
}

/**
 * Components that need the answers of these parts. Until they arrive the components are drawn as they look while their
 * queries load; on pages without such parts they ask for themselves.
 */
export function Streamed({ of, children }: { of: readonly string[]; children: ReactNode }) {
  const parts = useContext(PartsOfPage);
  return (
    <Suspense fallback={<Unanswered>{children}</Unanswered>}>
      <AllArrived parts={of.flatMap((name) => parts[name] ?? [])}>{children}</AllArrived>
    </Suspense>
  );
}

function AllArrived({ parts: [part, ...others], children }: { parts: readonly Part[]; children: ReactNode }) {
  if (!part) return children;
  return (
    <Arrived part={part}>
      <AllArrived parts={others}>{children}</AllArrived>
    </Arrived>
  );
}

/** Suspends until the answers are there, unless this tab knows older ones: those stay until the new ones arrive. */
function Arrived({ part, children }: { part: Part; children: ReactNode }) {
  const client = useQueryClient();
  const [late, setLate] = useState<DehydratedState | null>(null);
  const isKnown = part.keys.every((key) => client.getQueryData(key) !== undefined);
  const answers = isKnown ? late : use(part.answers);
  if (answers && !isKnown) answerWaiting(client, answers);
  // The server, which sends the answers.
  useEffect(() => {
    let over = false;
    void part.answers.then((arrived) => {
      if (!over) setLate(arrived);
    });
    return () => {
      over = true;
    };
  }, [part]);
  return <HydrationBoundary state={answers}>{children}</HydrationBoundary>;
}

/**
 * Answers queries that another component has begun. `HydrationBoundary` would do so only after the first render, which
 * would then differ from the server's.
 */
function answerWaiting(client: QueryClient, answers: DehydratedState): void {
  const cache = client.getQueryCache();
  const waiting = answers.queries.filter(({ queryHash }) => {
    const query = cache.get(queryHash);
    return query !== undefined && query.state.data === undefined;
  });
  if (waiting.length > 0) hydrate(client, { ...answers, queries: waiting });
}

/** Its queries stay pending and ask nothing. */
class SilentClient extends QueryClient {
  override defaultQueryOptions: QueryClient["defaultQueryOptions"] = (options) => {
    const defaulted = super.defaultQueryOptions(options);
    defaulted.enabled = false;
    return defaulted;
  };
}

/** Draws components without their answers; nobody can act on them, since they are replaced in a moment. */
function Unanswered({ children }: { children: ReactNode }) {
  const [silent] = useState(() => new SilentClient());
  return (
    <span inert className="contents">
      <QueryClientProvider client={silent}>{children}</QueryClientProvider>
    </span>
  );
}
