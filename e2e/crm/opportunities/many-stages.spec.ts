import type { Locator } from "@playwright/test";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { createPipeline } from "@/modules/crm/pipelines/operations";
import { RecordPage } from "../../pages/record";
import { expect, signIn, test } from "../../test";

/** Whether a part lies within what a row shows of itself. */
const isShown = (row: Locator, part: string) =>
  row.evaluate((box, words) => {
    const [all, one] = [box, [...box.children].find(({ textContent }) => textContent?.includes(words))];
    const [around, inner] = [all.getBoundingClientRect(), one?.getBoundingClientRect()];
    return inner !== undefined && inner.left >= around.left && inner.left < around.right - 40;
  }, part);

test("a pipeline of fourteen stages says that there is more of it, and where a deal was", async ({ page, firm }) => {
  const open = Array.from({ length: 14 }, (_, at) => ({ name: `Long stage name ${at + 1}`, type: "open" as const }));
  const ends = [
    { name: "Won", type: "won" as const },
    { name: "Lost", type: "lost" as const },
  ];
  const { id, stages } = await createPipeline(firm.ctx, { name: "Long sale", stages: [...open, ...ends] });
  const idOf = (name: string) => stages.find((stage) => stage.name === name)?.id ?? "";
  const deal = await createOpportunity(firm.ctx, { name: "Rail survey", stageId: idOf("Long stage name 1") });
  await moveOpportunity(firm.ctx, { id: deal.id, version: deal.version, stageId: idOf("Won") });
  await signIn(page, firm.owner);

  await test.step("on Home a button leads on to the last stages", async () => {
    await page.goto(firm.at(`/home?pipeline=${id}`));
    const strip = page.getByRole("list", { name: "Pipeline" });
    await expect(strip).toHaveAttribute("data-more", "after");
    expect(await isShown(strip, "Long stage name 14")).toBe(false);
    const on = page.locator("[data-more]:has(> [aria-label=Pipeline]) > button").last();
    await expect(on).toBeVisible();
    await expect
      .poll(async () => {
        if (await on.isVisible()) await on.click();
        return await strip.getAttribute("data-more");
      })
      .toBe("before");
    await expect.poll(() => isShown(strip, "Long stage name 14")).toBe(true);
    await expect(on).toBeHidden();
  });

  await test.step("on the record only the stages that it was in are passed", async () => {
    await page.goto(firm.at(`/opportunities/${deal.id}`));
    const line = page.getByRole("navigation", { name: "Stages" }).getByRole("list");
    await expect(new RecordPage(page, "Rail survey").stage("Won")).toBeInViewport();
    await expect(line).toHaveAttribute("data-more", "before");
    const filled = () =>
      line.evaluate((row) =>
        [...row.children].flatMap((one) => {
          const node = one.querySelectorAll<HTMLElement>(":scope > [aria-hidden]")[1];
          return node?.style.border === "" ? [one.querySelector("button, span.truncate")?.textContent ?? ""] : [];
        }),
      );
    await expect.poll(filled).toEqual([expect.stringContaining("Long stage name 1")]);
  });
});
