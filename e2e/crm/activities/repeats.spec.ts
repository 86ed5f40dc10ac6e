import { activityOperations } from "@/modules/crm/activities/operations/all";
import { RecordPage } from "../../pages/record";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

test("an activity repeats, is changed with those that follow, and stops repeating", async ({ page, firm }) => {
  const made = await activityOperations.create(firm.ctx, { name: "Call Ann", kind: "call", dueOn: "2027-11-29" });
  const now = () => activityOperations.get(firm.ctx, { id: made.id });
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/activities/${made.id}`));
  await page.getByRole("button", { name: "Does not repeat" }).click();
  const dialog = page.getByRole("dialog", { name: "Repeat Call Ann" });
  await dialog.getByRole("combobox", { name: "Repeats" }).click();
  await page.getByRole("option", { name: "By week" }).click();
  await dialog.getByLabel("Every").fill("2");
  await expect(dialog.getByRole("status")).toHaveText(
    "Every 2 weeks on Monday. Next: Dec 13, 2027, Dec 27, 2027, and Jan 10, 2028.",
  );
  expect(await serious(page)).toEqual([]);
  await dialog.getByRole("combobox", { name: "Ends" }).click();
  await page.getByRole("option", { name: "After a number of times" }).click();
  await dialog.getByLabel("Number of times").fill("10000");
  await dialog.getByRole("button", { name: "Save repetition" }).click();
  await expect(dialog.getByText("Use 1 to 1,000 occurrences, or no end.")).toBeVisible();
  await dialog.getByLabel("Number of times").fill("10");
  await dialog.getByRole("button", { name: "Save repetition" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Every 2 weeks on Monday, 10 times" })).toBeVisible();

  await new RecordPage(page, "Call Ann").edit("Location", "Quay 4");
  const question = page.getByRole("dialog", { name: "Change Call Ann" });
  await question.getByText("This and following", { exact: true }).click();
  await question.getByRole("button", { name: "Save change" }).click();
  await expect(question).toBeHidden();
  await expect.poll(async () => (await now()).location).toBe("Quay 4");

  await page.getByRole("button", { name: "Every 2 weeks on Monday, 10 times" }).click();
  await dialog.getByRole("combobox", { name: "Repeats" }).click();
  await page.getByRole("option", { name: "Does not repeat" }).click();
  await dialog.getByRole("button", { name: "Save repetition" }).click();
  await expect(page.getByRole("button", { name: "Does not repeat" })).toBeVisible();
  expect((await now()).repeats).toBeNull();
});
