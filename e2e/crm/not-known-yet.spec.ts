import { createPipeline } from "@/modules/crm/pipelines/operations";
import { hold } from "../hold";
import { expect, signIn, test } from "../test";

const stages = [
  { name: "Found", type: "open" as const },
  { name: "Called", type: "open" as const },
  { name: "Sold", type: "won" as const },
  { name: "Gone", type: "lost" as const },
];

test.describe("figures that are not loaded yet", () => {
  test("how many opportunities stand in a stage that is to be removed", async ({ page, firm }) => {
    const hunting = await createPipeline(firm.ctx, { name: "Hunting", stages });
    await signIn(page, firm.owner);
    const { release } = await hold(page, "opportunities.pipelineTotals");
    await page.goto(firm.at(`/settings/pipelines?pipeline=${hunting.id}`));
    const dialog = page.getByRole("alertdialog", { name: "Remove the stage Called?" });
    const remove = page.getByRole("menuitem", { name: "Remove stage" });
    await page.getByRole("button", { name: "More for Called" }).click();
    await remove.click();
    await expect(dialog).toContainText("Counting the opportunities in this stage.");
    await expect(dialog.getByRole("button", { name: "Remove stage" })).toBeDisabled();
    release();
    await expect(dialog).toContainText("This stage has no opportunities");
    await expect(dialog.getByRole("button", { name: "Remove stage" })).toBeEnabled();
  });

  test("the records that point to an account before it is deleted", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    const { release } = await hold(page, "accounts.checkDelete");
    await page.goto(firm.at(`/accounts?peek=${id}`));
    const panel = page.getByRole("region", { name: "Alder Ports", exact: true });
    const dialog = page.getByRole("alertdialog", { name: "Permanently delete Alder Ports?" });
    const remove = page.getByRole("menuitem", { name: "Delete permanently" });
    await panel.getByRole("button", { name: "More for Alder Ports" }).click();
    await remove.click();
    await expect(dialog).toContainText("Counting the records that refer to it…");
    await expect(dialog.getByRole("button", { name: "Delete account" })).toBeDisabled();
    release();
    await expect(dialog).toContainText("No records refer to it.");
    await expect(dialog.getByRole("button", { name: "Delete account" })).toBeDisabled();
    await dialog.getByLabel("Type Alder Ports to confirm.").fill("Alder Ports");
    await expect(dialog.getByRole("button", { name: "Delete account" })).toBeEnabled();
  });

  test("the earlier stage of a closed opportunity", async ({ page, firm }) => {
    const [opportunity] = await firm.opportunities([{ name: "Quay lights", stage: "Closed Won", amount: 900 }]);
    await signIn(page, firm.owner);
    const { release } = await hold(page, "opportunities.stageHistory");
    await page.goto(firm.at(`/opportunities/list?peek=${opportunity?.id}`));
    const reopen = page.getByRole("menuitem", { name: "Reopen" });
    await page.getByRole("button", { name: "More for Quay lights" }).click();
    await expect(reopen).toBeDisabled();
    release();
    await expect(reopen).toBeEnabled();
  });
});
