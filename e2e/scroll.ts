import { expect, type Locator } from "@playwright/test";

/** Scrolls to where the nth of equally high rows stands, given the first two; what is below may still be loading.
 * By place and not by wheel: a slow page takes turns of the wheel late, and ends beyond. */
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
