import type { QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { makeQueryClient } from "@/trpc/query-client";
import { markupOf } from "./part";

/** The text of a part of a page without the server's answers to these queries, which made no other query. */
export function wordsUnanswered(part: ReactNode, ...questions: QueryKey[]): string {
  return wordsOf(
    part,
    questions.map((queryKey) => ({ queryKey, data: undefined })),
  );
}

/** The text of a part of a page whose query was answered once, and failed when it was repeated. */
export function wordsOnceAnswered(part: ReactNode, queryKey: QueryKey, data: unknown): string {
  return wordsOf(part, [{ queryKey, data }]);
}

function wordsOf(part: ReactNode, failed: readonly { queryKey: QueryKey; data: unknown }[]): string {
  const client = makeQueryClient();
  const { queries } = client.getDefaultOptions();
  client.setDefaultOptions({ queries: { ...queries, retryOnMount: false } });
  const error = new TypeError("fetch failed");
  for (const { queryKey, data } of failed)
    client.getQueryCache().build(client, { queryKey }).setState({ data, status: "error", error, fetchStatus: "idle" });
  return markupOf(part, client)
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
