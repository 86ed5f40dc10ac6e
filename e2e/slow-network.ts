import type { Page } from "@playwright/test";

/** A slow mobile connection: 1.6 Mbit/s down, 750 kbit/s up, and 150 ms for each answer. */
const slow = {
  offline: false,
  latency: 150,
  downloadThroughput: (1_600 * 1_024) / 8,
  uploadThroughput: (750 * 1_024) / 8,
};

/** `E2E_SLOW_NETWORK=1 npx playwright test --grep @journey` runs the journeys over a slow connection. */
export async function slowed(page: Page): Promise<Page> {
  if (process.env.E2E_SLOW_NETWORK !== "1") return page;
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", slow);
  return page;
}
