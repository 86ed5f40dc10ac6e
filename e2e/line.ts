import type { Page, WebSocket } from "@playwright/test";

/** Opens a page in the app; it is there when its line hears what concerns its member, and can be cut. */
export async function openKnown(page: Page, url: string): Promise<{ isClosed(): boolean }> {
  const lines: WebSocket[] = [];
  const heard = { workspace: false, member: false };
  const hears = new Promise<void>((resolve) => {
    // One that takes too long is given up for another.
    page.on("websocket", (line) => {
      lines.push(line);
      line.on("framereceived", ({ payload }) => {
        const [, channel] = /subscription_succeeded.*private-(workspace|member)-/.exec(String(payload)) ?? [];
        if (channel === "workspace" || channel === "member") heard[channel] = true;
        if (heard.workspace && heard.member) resolve();
      });
    });
  });
  await page.goto(url);
  await hears;
  return { isClosed: () => lines.every((line) => line.isClosed()) };
}
