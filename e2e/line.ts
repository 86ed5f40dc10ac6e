import type { Page, WebSocket } from "@playwright/test";

/** Opens a page in the app; resolves when its connection receives the member's signals, and can be closed. */
export async function openKnown(page: Page, url: string): Promise<{ isClosed(): boolean }> {
  const lines: WebSocket[] = [];
  const joined = { workspace: false, member: false };
  const subscribed = new Promise<void>((resolve) => {
    // An attempt that takes too long is replaced by another.
    page.on("websocket", (line) => {
      lines.push(line);
      line.on("framereceived", ({ payload }) => {
        const [, channel] = /subscription_succeeded.*private-(workspace|member)-/.exec(String(payload)) ?? [];
        if (channel === "workspace" || channel === "member") joined[channel] = true;
        if (joined.workspace && joined.member) resolve();
      });
    });
  });
  await page.goto(url);
  await subscribed;
  return { isClosed: () => lines.every((line) => line.isClosed()) };
}
