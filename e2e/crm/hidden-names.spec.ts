import { unseenRecord } from "@/lib/unseen-record";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { createView } from "@/modules/platform/data/views/operations/views";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import { expect, signIn, test } from "../test";

test("linked records that a member cannot see have no name, until an admin shows them", async ({
  page,
  firm,
  browserOf,
}) => {
  const ann = await firm.join("member", "Ann Archer");
  const account = await firm.account({ name: "Quartz Holding", ownerId: firm.ctx.member?.id ?? null });
  const ownerId = ann.ctx.member?.id ?? "";
  const [deal] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead", accountId: account.id }]);
  await firm.ctx.db.opportunity.updateMany({ where: { id: deal?.id ?? "" }, data: { ownerId } });
  const about = [{ entity: "account", id: account.id }];
  const dueOn = new Date().toISOString().slice(0, 10);
  await activityOperations.create(firm.ctx, { name: "Call the yard", kind: "call", dueOn, about, ownerId });
  const conditions = [{ field: "account", op: "is" as const, value: account.id }];
  const view = await createView(firm.ctx, {
    ...{ noun: "opportunity", name: "Of Quartz", scope: "workspace" },
    state: { conditions },
  });
  for (const entity of ["account", "opportunity"]) await setVisibility(firm.ctx, { entity, level: "own" });
  const theirs = await browserOf(ann);
  const unseen = theirs.getByText(unseenRecord).first();
  const pages = {
    list: "/opportunities?view=list",
    board: "/opportunities?view=board",
    record: `/opportunities/${deal?.id}`,
    calendar: "/activities?view=calendar",
  };

  for (const [name, path] of Object.entries(pages))
    await test.step(`the ${name}`, async () => {
      await theirs.goto(firm.at(path));
      await expect(theirs.getByText(name === "calendar" ? "Call the yard" : "Harbour crane").first()).toBeVisible();
      await expect(unseen).toBeVisible();
      await expect(theirs.getByText("Quartz Holding")).toHaveCount(0);
    });

  await test.step("a shared view says so in its filter, and has no row", async () => {
    await theirs.goto(firm.at(`/opportunities?saved=${view.id}&view=list`));
    await expect(theirs.getByRole("button", { name: `Account is ${unseenRecord}` })).toBeVisible();
    await expect(theirs.getByText("Harbour crane")).toHaveCount(0);
    expect(await theirs.content()).not.toContain(account.id);
  });

  await test.step("the setting shows names, without links", async () => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/general"));
    const box = page.getByRole("checkbox", { name: "Show names of linked records people cannot open" });
    await expect(box).not.toBeChecked();
    await box.click();
    await expect(page.getByText("Names of linked records are now shown to everyone")).toBeVisible();
    await expect(box).toBeChecked();
    await theirs.goto(firm.at(pages.list));
    await expect(theirs.getByText("Quartz Holding")).toBeVisible();
    await expect(theirs.getByRole("img", { name: "You cannot open this record" })).toBeVisible();
    await expect(theirs.getByRole("link", { name: "Quartz Holding" })).toHaveCount(0);
  });
});
