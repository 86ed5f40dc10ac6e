import type { Page } from "@playwright/test";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { activityOutcomeOperations } from "@/modules/crm/activity-outcomes/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { by } from "../../layers";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

/** The panel of a record's page that is shown at this width. */
const panelOf = (page: Page) => page.getByRole("region", { name: "Next step" }).locator("visible=true");

test("a meeting is planned and completed by keyboard, and a second browser sees the follow-up at once", async ({
  page,
  firm,
  browserOf,
}) => {
  await activityOutcomeOperations.create(firm.ctx, { name: "Interested", kinds: ["meeting"] });
  await activityOutcomeOperations.create(firm.ctx, { name: "Voicemail", kinds: ["call"] });
  const { id } = await contactOperations.create(firm.ctx, { firstName: "Ann", lastName: "Field" });
  const colleague = await firm.join("admin");
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/contacts/${id}`));
  const second = await browserOf(colleague);
  await second.goto(firm.at(`/contacts/${id}`));
  const [panel, theirs] = [panelOf(page), panelOf(second)];
  await expect(panel.getByText("Nothing planned")).toBeVisible();

  const plan = by(panel, "button", "Plan an activity");
  await plan.focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog", { name: "New activity" });
  await form.getByRole("combobox", { name: "Type" }).focus();
  await page.keyboard.type("Mee");
  await expect(form.getByRole("combobox", { name: "Type" })).toHaveText("Meeting");
  await form.getByLabel("Subject").focus();
  await page.keyboard.type("Show the plan");
  await form.getByLabel("Starts").focus();
  await page.keyboard.type("tomorrow 3pm");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(form).toBeHidden();
  await expect(panel.getByText("Tomorrow, 3:00 PM")).toBeVisible();
  await expect(theirs.getByRole("link", { name: "Show the plan" })).toBeVisible();
  expect(await serious(page)).toEqual([]);

  await by(panel, "checkbox", "Mark Show the plan as done").focus();
  await page.keyboard.press("Space");
  const done = page.getByRole("dialog", { name: "Mark Show the plan as done" });
  await done.getByRole("combobox", { name: "Outcome" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "Interested" })).toBeVisible();
  await expect(page.getByRole("option", { name: "Voicemail", exact: true })).toHaveCount(0);
  await page.keyboard.type("Inter");
  await page.keyboard.press("Enter");
  await done.getByLabel("Result").focus();
  await page.keyboard.type("She wants an offer.");
  await done.getByLabel("Subject").fill("Send the offer");
  await done.getByLabel("Result").focus();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(done).toBeHidden();
  await expect(theirs.getByRole("link", { name: "Send the offer" })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "Show the plan" })).toHaveCount(0);

  await page.getByRole("tab", { name: "Activities 2" }).click();
  await expect(page.getByRole("region", { name: "Open" }).getByRole("link", { name: /Send the offer/ })).toBeVisible();
  await page
    .getByRole("region", { name: "Done" })
    .getByRole("link", { name: /Show the plan/ })
    .click();
  await expect(page.getByRole("heading", { name: "Show the plan" })).toBeVisible();
  const { rows } = await activityOperations.list(firm.ctx, {});
  expect(rows.find(({ name }) => name === "Show the plan")).toMatchObject({
    ...{ status: "completed", outcomeNote: "She wants an offer.", outcome: { name: "Interested" } },
  });

  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByText("Undone: Show the plan completed. Next: Send the offer")).toBeVisible();
  const undone = await activityOperations.list(firm.ctx, {});
  expect(undone.rows).toMatchObject([{ name: "Show the plan", status: "planned", outcome: null, outcomeNote: null }]);
});

test("on a phone an activity moves to tomorrow and back, and is cancelled", { tag: "@phone" }, async ({
  page,
  firm,
}) => {
  const contact = await contactOperations.create(firm.ctx, { firstName: "Ann", lastName: "Field" });
  const about = [{ entity: "contact", id: contact.id }];
  const late = { name: "Call Ann", kind: "call", dueOn: "2020-01-31", about } as const;
  const { id } = await activityOperations.create(firm.ctx, late);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/activities"));
  await by(page, "link", "Overdue").tap();
  await page.locator(`tr[data-row="${id}"]`).tap();
  await by(page, "button", "Reschedule").locator("visible=true").tap();
  await page
    .getByRole("dialog", { name: "Reschedule Call Ann" })
    .getByRole("button", { name: /^Tomorrow/ })
    .tap();
  const now = () => activityOperations.get(firm.ctx, { id });
  await expect.poll(async () => (await now()).reschedules).toBe(1);
  await page.getByRole("button", { name: "Undo" }).tap();
  await expect.poll(async () => (await now()).dueOn).toBe("2020-01-31");

  await page.goto(firm.at(`/contacts/${contact.id}`));
  await panelOf(page).getByRole("link", { name: "Call Ann" }).tap();
  await expect(page.getByRole("heading", { name: "Call Ann" })).toBeVisible();
  await by(page, "button", "Cancel").locator("visible=true").tap();
  await expect(by(page, "button", "Reopen").locator("visible=true")).toBeVisible();
  await expect.poll(async () => (await now()).status).toBe("cancelled");
});
