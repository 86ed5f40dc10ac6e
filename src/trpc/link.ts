import { httpBatchStreamLink, httpLink, splitLink, type TRPCLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "@/registry/router";

/** The way of a tab to the server. Questions go together; a write goes alone and at once, held up by nothing. */
export function linkOf(tab: string, workspace: string | undefined): TRPCLink<AppRouter> {
  const options = {
    url: "/api/trpc",
    transformer: superjson,
    headers: () => ({ "x-origin": tab, ...(workspace ? { "x-workspace": workspace } : {}) }),
  };
  return splitLink<AppRouter>({
    condition: ({ type }) => type === "mutation",
    true: httpLink(options),
    false: httpBatchStreamLink({ ...options, maxItems: 10 }),
  });
}
