const againMs = 3_000;

/**
 * Loads code that a page does not need at once, and retries after failures such as a short outage. Null if it is no
 * longer wanted.
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
