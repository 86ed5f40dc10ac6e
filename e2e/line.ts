import type { Page, WebSocket } from "@playwright/test";

/** Opens a page in the app; it is there when the channels server knows whose line it is. */
export async function openKnown(page: Page, url: string): Promise<{ isClosed(): boolean }> {
  const lines: WebSocket[] = [];
  const known = new Promise<void>((resolve) => {
    // One that takes too long is given up for another.
    page.on("websocket", (line) => {
      lines.push(line);
      line.on("framereceived", ({ payload }) => {
        if (String(payload).includes("pusher:signin_success")) resolve();
      });
    });
  });
  await page.goto(url);
  await known;
  return { isClosed: () => lines.every((line) => line.isClosed()) };
}
