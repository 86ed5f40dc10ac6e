import { activityOperations } from "@/modules/crm/activities/operations/all";
import { RecordPage } from "../../pages/record";
import { expect, signIn, test } from "../../test";

/** A day and time that is always ahead, in words. */
const ahead = "in 3 days at 3:30pm";

test.describe("logging an activity", () => {
  test("by keyboard: a call and its follow-up from one line, seen at once by another person", async ({
    page,
    firm,
    browserOf,
  }) => {
    const account = await firm.account({ name: "Alder Ports" });
    const person = await firm.join("admin", "Kami Bicknell");
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${account.id}`));
    const record = new RecordPage(page, "Alder Ports");
    await expect(record.timelineEntries.first()).toBeVisible();
    const other = await browserOf(person);
    await other.goto(firm.at(`/accounts/${account.id}`));
    const theirs = new RecordPage(other, "Alder Ports");
    await expect(theirs.timelineEntries.first()).toBeVisible();

    await page.keyboard.press("l");
    const box = page.getByRole("region", { name: "Log an activity" });
    await expect(box.getByRole("textbox")).toBeFocused();
    await page.keyboard.type(`Called Ana about the contract, send draft ${ahead}`);
    await expect(box.getByRole("radio", { name: "Call" })).toBeChecked();
    await expect(box.getByText("Task: Send draft", { exact: true })).toBeVisible();
    await expect(box.getByText(/, 3:30 PM/)).toBeVisible();
    // A closed tab loses nothing.
    await page.reload();
    await expect(record.timelineEntries.first()).toBeVisible();
    await page.keyboard.press("l");
    await expect(box.getByRole("textbox")).toHaveValue(`Called Ana about the contract, send draft ${ahead}`);
    const contract = { name: "contract.txt", mimeType: "text/plain", buffer: Buffer.from("Signed") };
    await box.getByLabel("Files to add", { exact: true }).setInputFiles(contract);
    await expect(box.getByRole("list", { name: "Chosen files" })).toContainText("contract.txt");
    await box.getByRole("textbox").press("ControlOrMeta+Enter");
    await expect(page.getByText("2 activities saved")).toBeVisible();
    for (const entries of [record.timelineEntries, theirs.timelineEntries]) {
      await expect(entries.filter({ hasText: "logged a call" })).toContainText("Called Ana about the contract");
      await expect(
        entries.filter({ hasText: "logged a call" }).getByRole("link", { name: "contract.txt" }),
      ).toBeVisible();
      await expect(entries.filter({ hasText: "Send draft" })).toBeVisible();
    }
    const { rows } = await activityOperations.list(firm.ctx, {});
    expect(rows.map(({ name, kind, status }) => ({ name, kind, status }))).toEqual(
      expect.arrayContaining([
        { name: "Called Ana about the contract", kind: "call", status: "completed" },
        { name: "Send draft", kind: "task", status: "planned" },
      ]),
    );
    expect(rows).toHaveLength(2);

    const draft = rows.find(({ name }) => name === "Send draft");
    if (!draft) throw new Error("The follow-up is missing.");
    const { id, version } = draft;
    await activityOperations.update(firm.ctx, { id, version, priority: "high" });
    await page.keyboard.press("ControlOrMeta+z");
    await expect(
      page.getByText("1 of 2 records could not be undone. It was changed since, so it stays as it is."),
    ).toBeVisible();
    expect((await activityOperations.list(firm.ctx, {})).rows.map(({ name }) => name)).toEqual(["Send draft"]);
  });

  test("a date that does not exist is said, and not guessed", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    await page.getByRole("heading", { name: "Accounts", exact: true }).first().waitFor();
    await page.keyboard.press("c");
    await page.keyboard.press("t");
    const box = page.getByRole("dialog", { name: "Log an activity" });
    await expect(box.getByRole("textbox")).toBeFocused();
    await page.keyboard.type("Send offer tomorrow 25pm");
    await expect(box.getByText("“25pm” is not a time. Write a time such as 3pm or 15:00.")).toBeVisible();
    await expect(box.getByText("No date")).toBeVisible();
  });

  test("with a thumb on a phone", { tag: "@phone" }, async ({ page, firm }) => {
    const account = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${account.id}`));
    await page.getByRole("button", { name: /Log a call, e-mail or note/ }).click();
    const box = page.getByRole("region", { name: "Log an activity" });
    await box.getByRole("textbox").fill("Met Tom for 45m");
    await box.getByRole("button", { name: /Save meeting/ }).click();
    await expect(new RecordPage(page, "Alder Ports").timelineEntries.first()).toContainText("held a meeting");
  });
});
