import { contactOperations } from "@/modules/crm/contacts/operations";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test("people are found by the word that is their name, before those whose names hold it", async ({ page, firm }) => {
  const account = await firm.account({ name: "Alder Ports" });
  const create = (name: string, accountId?: string) => contactOperations.create(firm.ctx, { name, accountId });
  for (const name of ["Ann Quill", "Jan Osman"]) await create(name, account.id);
  for (const name of ["Hannah Adams", "Bo Annan", "Annette Abel", "Jannie Abbot"]) await create(name, account.id);
  await create("Joanna Ann Mannheim");
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/accounts/${account.id}?tab=comments`));
  await expect(page.getByText("No comments yet")).toBeVisible();

  await test.step("in the command menu; a page before records by its own word", async () => {
    const shell = new Shell(page);
    await shell.openCommands();
    const options = shell.commands.getByRole("option");
    await page.keyboard.type("Ann");
    await expect(options.first()).toContainText("Ann Quill");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("follow");
    await expect(options.first()).toContainText("Follow");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("quill, alder");
    await expect(options.first()).toContainText("Ann Quill");
    await page.keyboard.press("Escape");
  });

  await test.step("in a mention, by Enter", async () => {
    await page.getByRole("button", { name: "Write a comment, @ to mention a colleague" }).click();
    const editor = page.getByRole("textbox", { name: "Comment" });
    await expect(editor).toBeFocused();
    await page.keyboard.type("Ask @jan");
    await expect(page.getByRole("option").first()).toContainText("Jan Osman");
    await page.keyboard.press("Enter");
    await expect(editor).toContainText("Jan Osman");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page.getByRole("article").filter({ hasText: "Ask" })).toContainText("Jan Osman");
  });

  await test.step("in the quick log", async () => {
    await page.goto(firm.at(`/accounts/${account.id}`));
    await page.getByRole("button", { name: /Log a call, e-mail or note/ }).click();
    const box = page.getByRole("region", { name: "Log an activity" });
    await expect(box.getByRole("textbox")).toBeFocused();
    await page.keyboard.type("Call Ann");
    await expect(box.getByRole("button", { name: /^Link / })).toHaveText([
      ...["Link Ann Quill, Alder Ports", "Link Annette Abel, Alder Ports", "Link Bo Annan, Alder Ports"],
    ]);
  });
});
