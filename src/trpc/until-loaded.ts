const againMs = 3_000;

/**
 * Loads code that a page can do without for a while, as in a short outage: it is asked for again until it comes. Null when
 * nobody wants it any more.
 */
export async function untilLoaded<Code>(
  load: () => Promise<Code>,
  isOver: () => boolean,
  waitMs = againMs,
): Promise<Code | null> {
  while (!isOver()) {
    try {
      return await load();
    } catch {
      await new Promise((done) => setTimeout(done, waitMs));
    }
  }
  return null;
}
