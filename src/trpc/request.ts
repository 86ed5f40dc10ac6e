import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { AppError } from "@/server/errors";
import { readCaller } from "@/server/http";
import { createTrpcContext } from "@/server/trpc";
import { withTimeout } from "@/server/with-timeout";
import { createSharedCaller } from "./shared-caller";

/**
 * The caller of this request: layout, metadata and page share it. Apart from what hands answers to components: a page
 * that prefetches nothing has no cache in the browser.
 */
export const requestOf = cache(async (workspace: string | null) => {
  const queries = createTrpcContext(await readCaller(await headers(), workspace ?? undefined));
  // Each page first loads its caller: a page whose database hangs ends here with a clear failure.
  const context = {
    ...queries,
    tenant: () => withTimeout(timeoutMs, queries.tenant(), late),
    identity: () => withTimeout(timeoutMs, queries.identity(), late),
    staff: () => withTimeout(timeoutMs, queries.staff(), late),
  };
  return { context, caller: createSharedCaller(context) };
});

const timeoutMs = 8_000;
const late = () => new AppError("UNAVAILABLE", "The database is not responding. Try again in a moment.");
