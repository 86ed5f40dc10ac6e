import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("what nobody follows up is listed with its reason, and leaves the list when something is planned", async ({
  page,
  firm,
}) => {
  await createOpportunity(firm.ctx, { name: "Copper roof" });
  const overdue = { nextStep: "Send the offer", nextStepOn: dayFromNow(-4) };
  await createOpportunity(firm.ctx, { name: "Glass front", ...overdue });
  await contactOperations.create(firm.ctx, { firstName: "Lee", lastName: "Lead", ownerId: null });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/follow-ups"));
  const list = page.getByRole("region", { name: "Follow-ups" });
  await expect(list.getByText("No next step. Last activity: Today")).toBeVisible();
  await expect(list.getByText(/“Send the offer” was due/)).toBeVisible();
  await expect(list.getByText("Lee Lead")).toHaveCount(0);
  expect(await serious(page)).toEqual([]);

  await page.keyboard.press("j");
  await expect(list.getByRole("link", { name: "Glass front" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(list.getByRole("link", { name: "Copper roof" })).toBeFocused();
  await page.keyboard.press("p");
  const form = page.getByRole("dialog", { name: "New activity" });
  await form.getByLabel("Subject").fill("Call the roofer");
  await form.getByLabel("Due day").fill("tomorrow");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(form).toBeHidden();
  await expect(list.getByText("Copper roof")).toHaveCount(0);
  await expect(list.getByText("Glass front")).toBeVisible();

  await list.getByRole("button", { name: "Plan an activity for Glass front" }).click();
  await form.getByLabel("Subject").fill("Call the glazier");
  await form.getByLabel("Due day").fill("tomorrow");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(form).toBeHidden();
  const { rows } = await activityOperations.list(firm.ctx, { q: "Call the glazier" });
  expect(rows).toMatchObject([{ about: [{ name: "Glass front" }] }]);

  await page.getByRole("link", { name: "All", exact: true }).click();
  await expect(list.getByText("No owner")).toBeVisible();
});

test("a next step is written on a record and shown on its card and in the list", async ({ page, firm }) => {
  const { id } = await createOpportunity(firm.ctx, { name: "Copper roof" });
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/opportunities/${id}`));
  const panel = page.getByRole("region", { name: "Next step" }).locator("visible=true");
  await panel.getByText("Write a next step").click();
  await page.keyboard.type("Ask for the plans");
  await page.keyboard.press("Enter");
  await panel.getByText("Set a day").click();
  await page.keyboard.type("tomorrow");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await opportunityOperations.get(firm.ctx, { id })).nextAt).not.toBeNull();
  await page.goto(firm.at("/opportunities"));
  const card = page.getByText("Ask for the plans");
  await expect(card).toBeVisible();
  await page.goto(firm.at("/opportunities/list"));
  await expect(page.getByRole("gridcell", { name: "Ask for the plans" })).toBeVisible();
});
