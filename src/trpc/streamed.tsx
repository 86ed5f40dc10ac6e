"use client";

import {
  type DehydratedState,
  HydrationBoundary,
  hydrate,
  type QueryClient,
  useQueryClient,
} from "@tanstack/react-query";
import { type ReactNode, useLayoutEffect } from "react";

type Queries = DehydratedState["queries"];

interface StreamedProps {
  /** The answers that are ready. */
  known: DehydratedState;
  /** The queries whose answers follow in the same response. */
  following: Queries;
  children?: ReactNode;
}

/**
 * Gives the components of a page its answers. Answers that follow are missing in the first render, on the server as in
 * the browser, however early they arrive: otherwise the two renders would differ.
 */
export function Streamed({ known, following, children }: StreamedProps) {
  return (
    <HydrationBoundary state={known}>
      <Following queries={following} />
      {children}
    </HydrationBoundary>
  );
}

/** Payloads that were read already: going back renders a page from the same payload, whose answers are old by then. */
const followed = new WeakSet<Queries>();

/** Starts the queries after the first render, and before the effects by which their components would ask. */
function Following({ queries }: { queries: Queries }) {
  const client = useQueryClient();
  // The cache of the tab is the outside system.
  useLayoutEffect(() => {
    if (followed.has(queries)) return;
    followed.add(queries);
    for (const query of queries) follow(client, query);
  }, [client, queries]);
  return null;
}

function follow(client: QueryClient, query: Queries[number]): void {
  const promise = answerOf(client, query);
  const drawn = client.getQueryCache().get(query.queryHash);
  // The library keeps the answers of others from queries that components have drawn and not asked yet.
  if (drawn?.state.data === undefined && drawn?.state.fetchStatus === "idle")
    drawn.fetch(undefined, { initialPromise: promise }).catch(() => undefined);
  else hydrate(client, { queries: [{ ...query, promise }] });
}

/** Returns an answer; if it did not come or a write has outdated it, components query again. */
async function answerOf(client: QueryClient, { queryKey, queryHash, promise }: Queries[number]): Promise<unknown> {
  const answer = await Promise.resolve(promise).catch(() => undefined);
  if (answer !== undefined && !client.getQueryCache().get(queryHash)?.state.isInvalidated) return answer;
  await client.cancelQueries({ queryKey, exact: true });
  await client.refetchQueries({ queryKey, exact: true, type: "active" });
  return answer;
}
