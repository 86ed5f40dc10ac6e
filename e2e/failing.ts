import type { Page } from "@playwright/test";

/** The server's message for its own failure. A page shows it at once; unanswered requests are repeated twice. */
const FAULT = {
  message: "Something went wrong on our side.",
  code: -32603,
  data: { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, app: { code: "INTERNAL", details: null } },
};

/** Calls that include an operation are answered as by a failing server. Returns the function that ends this.
 *  A test that presses "Try again" holds `/api/pusher/user-auth` first: a signal refetches before the press. */
export async function failing(page: Page, operation: string): Promise<() => Promise<void>> {
  const asks = (url: URL) => url.pathname.startsWith("/api/trpc/") && url.pathname.includes(operation);
  await page.route(asks, (route) => route.fulfill({ status: 500, json: { error: FAULT } }));
  return () => page.unroute(asks);
}
