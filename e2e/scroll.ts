import { expect, type Locator } from "@playwright/test";

/**
 * Scrolls to the nth of equally high rows, given the first two; rows below may still be loading. Sets the position
 * instead of using the wheel: a slow page handles wheel events late, and overshoots.
 */
export async function scrollToNth(scroller: Locator, [first, second]: [Locator, Locator], nth: number): Promise<void> {
  const tops = await Promise.all([first, second].map(async (row) => (await row.boundingBox())?.y));
  if (tops[0] === undefined || tops[1] === undefined) throw new Error("The first rows are not shown.");
  const place = (tops[1] - tops[0]) * nth - 200;
  await expect(async () => {
    const reached = await scroller.evaluate((element, top) => {
      element.scrollTop = top;
      return element.scrollTop;
    }, place);
    expect(reached).toBeGreaterThan(place - 2);
  }).toPass({ intervals: [50] });
}
