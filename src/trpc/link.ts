import { httpBatchStreamLink, httpLink, splitLink, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { readServerError } from "@/components/form/server-error";
import { identityPrompt } from "@/components/layout/identity-prompt";
import type { AppRouter } from "@/registry/router";

/** Servers and proxies refuse longer addresses; cookies and headers need room beside them. */
const maxURLLength = 6_000;
const longestInput = 3_000;

const isLong = (input: unknown): boolean => encodeURIComponent(JSON.stringify(input ?? null)).length > longestInput;

/**
 * Connects a tab to the server. Queries are batched; a write is sent alone and at once. A query with a long input, such as many
 * ids, is sent by POST: its address could not hold it.
 */
export function linkOf(tab: string, workspace: string | undefined): TRPCLink<AppRouter> {
  const options = {
    url: "/api/trpc",
    headers: () => ({ "x-origin": tab, ...(workspace ? { "x-workspace": workspace } : {}) }),
  };
  return splitLink<AppRouter>({
    condition: ({ type }) => type === "mutation",
    true: [confirmedWrites, unansweredWrites, httpLink(options)],
    false: splitLink<AppRouter>({
      condition: ({ input }) => isLong(input),
      true: httpLink({ ...options, methodOverride: "POST" }),
      false: httpBatchStreamLink({ ...options, maxItems: 10, maxURLLength }),
    }),
  });
}

/** If a write needs a confirmed identity, asks the person to confirm it and sends the write again. */
const confirmedWrites: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let left = false;
      let sent = next(op).subscribe({ ...observer, error: (failed) => void refused(failed) });
      async function refused(failed: TRPCClientError<AppRouter>) {
        const { open } = identityPrompt;
        const needsIdentity = readServerError(failed).details.reason === "confirm" && open !== null;
        if (!needsIdentity || !(await open())) observer.error(failed);
        else if (!left) sent = next(op).subscribe(observer);
      }
      return () => {
        left = true;
        sent.unsubscribe();
      };
    });

/**
 * Replaces the error of a write without an answer: it may have arrived, so the message promises neither success nor
 * failure.
 */
const unansweredWrites: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({ ...observer, error: (failed) => observer.error(failed.data ? failed : unanswered(failed)) }),
    );

const unanswered = (cause: Error): TRPCClientError<AppRouter> =>
  Object.assign(
    new TRPCClientError<AppRouter>(
      "The server could not be reached. Check your connection, and check whether your change was saved before you try again.",
      { cause },
    ),
    { data: { app: { code: "UNREACHABLE" } } },
  );
