import type { Page } from "@playwright/test";

/** What the server says of a fault of its own. A page shows it at once; what reached nobody it asks for twice more. */
const FAULT = {
  message: "Something went wrong on our side.",
  code: -32603,
  data: { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, app: { code: "INTERNAL", details: null } },
};

/**
 * Calls that ask for an operation, alone or among others, are answered as by a server with a fault.
 * Returns what ends that.
 */
export async function failing(page: Page, operation: string): Promise<() => Promise<void>> {
  const asks = (url: URL) => url.pathname.startsWith("/api/trpc/") && url.pathname.includes(operation);
  await page.route(asks, (route) => route.fulfill({ status: 500, json: { error: FAULT } }));
  return () => page.unroute(asks);
}
