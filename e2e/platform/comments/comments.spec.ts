import type { Locator, Page } from "@playwright/test";
import { createComment } from "@/modules/platform/data/comments/operations/write";
import { Shell } from "../../pages/shell";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";
import type { Device } from "../../windows";

const editor = (page: Page, label: string) => page.getByRole("textbox", { name: label });

/** Types a text into the open editor and saves it; a phone has no keys for it. */
async function write(page: Page, device: Device, { label, text }: { label: string; text: string }): Promise<void> {
  await expect(editor(page, label)).toBeFocused();
  await page.keyboard.type(text);
  if (device === "phone") await page.getByRole("button", { name: label, exact: true }).last().click();
  else await page.keyboard.press("ControlOrMeta+Enter");
  await expect(editor(page, label)).toHaveCount(0);
}

const text = (name: string, words: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });

/** Pastes a file into a text, as from the clipboard of the system. */
const pasteInto = (field: Locator, name: string): Promise<void> =>
  field.evaluate((element, given) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["Pasted"], given, { type: "text/plain" }));
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, name);

const comment = (page: Page, text: string) => page.getByRole("article").filter({ hasText: text });
const sizes: readonly Device[] = ["desktop", "phone"];

for (const device of sizes)
  test.describe(`comments (${device})`, device === "phone" ? { tag: "@phone" } : {}, () => {
    test("are written, answered, reacted to, edited and resolved, and others see it at once", {
      tag: device === "desktop" ? "@journey" : [],
    }, async ({ page, firm, browserOf }) => {
      const ada = await firm.join("member", "Ada Reader");
      const { id } = await firm.account({ name: "Northwind Ports" });
      const at = firm.at(`/accounts/${id}?tab=comments`);
      await signIn(page, firm.owner);
      await page.goto(at);
      const other = await browserOf(ada);
      await other.goto(at);
      await expect(other.getByText("No comments yet")).toBeVisible();

      await page.getByRole("button", { name: "Write a comment, @ to mention a colleague" }).click();
      await write(page, device, { label: "Comment", text: "The crane is late." });
      await expect(comment(other, "The crane is late.")).toBeVisible();
      await expect(other.getByRole("tab", { name: "Comments 1" })).toBeVisible();

      await other.getByRole("button", { name: "Reply", exact: true }).click();
      await write(other, device, { label: "Reply", text: "It comes on Monday." });
      await expect(comment(page, "It comes on Monday.")).toBeVisible();

      await test.step("files come with a reply, and are added to a comment later", async () => {
        await other.getByRole("button", { name: "Reply", exact: true }).click();
        await expect(editor(other, "Reply")).toBeFocused();
        await other
          .getByLabel("Files to add", { exact: true })
          .setInputFiles([text("plan.txt", "Quay 4"), text("draft.txt", "No")]);
        await pasteInto(editor(other, "Reply"), "photo.txt");
        const chosen = other.getByRole("list", { name: "Chosen files" }).getByRole("listitem");
        await expect(chosen).toHaveText([/plan\.txt/, /draft\.txt/, /photo\.txt/]);
        await chosen.getByRole("button", { name: "Leave out draft.txt" }).click();
        await editor(other, "Reply").focus();
        await write(other, device, { label: "Reply", text: "Here is the plan." });
        const reply = comment(page, "Here is the plan.").last();
        // Each is there when it has arrived, so they stand in any order.
        for (const name of ["plan.txt", "photo.txt"])
          await expect(reply.getByRole("button", { name, exact: true })).toBeVisible();
        await expect(reply.getByRole("list", { name: "Files" }).getByRole("listitem")).toHaveCount(2);
        await reply.getByRole("button", { name: "plan.txt", exact: true }).click();
        await expect(page.getByRole("dialog", { name: "plan.txt" })).toContainText("Quay 4");
        await page.keyboard.press("Escape");

        const first = comment(page, "The crane is late.").first();
        await first.getByRole("button", { name: "More actions for this comment" }).click();
        const asked = page.waitForEvent("filechooser");
        await page.getByRole("menuitem", { name: "Add files" }).click();
        await (await asked).setFiles(text("crane.txt", "Crane 2"));
        const added = comment(other, "The crane is late.")
          .first()
          .getByRole("button", { name: "crane.txt", exact: true });
        await expect(added).toBeVisible();
        await expect(
          comment(other, "The crane is late.").first().getByRole("button", { name: "More for crane.txt" }),
        ).toBeVisible();
      });

      await test.step("a reaction is seen and taken back", async () => {
        const first = comment(other, "The crane is late.").first();
        await first.getByRole("button", { name: "Add a reaction" }).click();
        await other.getByRole("menuitem", { name: "I agree" }).click();
        const pill = comment(page, "The crane is late.").first().getByRole("button", { name: "I agree, 1" });
        await expect(pill).toHaveAttribute("aria-pressed", "false");
        await pill.click();
        await expect(first.getByRole("button", { name: "I agree, 2" })).toBeVisible();
        await first.getByRole("button", { name: "I agree, 2" }).click();
        await expect(comment(page, "The crane is late.").getByRole("button", { name: "I agree, 1" })).toBeVisible();
      });

      await test.step("an edit keeps the former text", async () => {
        const first = comment(page, "The crane is late.").first();
        await first.getByRole("button", { name: "More actions for this comment" }).click();
        await page.getByRole("menuitem", { name: "Edit" }).click();
        await expect(editor(page, "Comment")).toBeFocused();
        await page.keyboard.press("ControlOrMeta+End");
        await page.keyboard.type(" Again.");
        if (device === "phone") await page.getByRole("button", { name: "Save", exact: true }).click();
        else await page.keyboard.press("ControlOrMeta+Enter");
        const edited = comment(other, "The crane is late. Again.").first();
        await expect(edited).toBeVisible();
        await edited.getByRole("button", { name: "Edited" }).click();
        await expect(edited.getByRole("list", { name: "Earlier texts" })).toContainText("The crane is late.");
      });

      await test.step("nothing on the page stops people with disabilities", async () => {
        expect(await serious(page)).toEqual([]);
      });

      await test.step("a resolved thread is folded, and reopened", async () => {
        await page.getByRole("button", { name: "Resolve", exact: true }).click();
        await expect(other.getByText("Olive Owner resolved “The crane is late. Again.”")).toBeVisible();
        await expect(comment(other, "It comes on Monday.")).toHaveCount(0);
        await other.getByRole("button", { name: "Show 3 comments" }).click();
        await other.getByRole("button", { name: "Reopen" }).click();
        await expect(page.getByRole("button", { name: "Reply", exact: true })).toBeVisible();
      });

      await test.step("a deleted comment leaves a mark, and its replies", async () => {
        const first = comment(page, "The crane is late. Again.").first();
        await first.getByRole("button", { name: "More actions for this comment" }).click();
        await page.getByRole("menuitem", { name: "Delete" }).click();
        await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
        await expect(other.getByText(/^Comment deleted/)).toBeVisible();
        await expect(comment(other, "It comes on Monday.")).toBeVisible();
        await expect(other.getByRole("button", { name: "crane.txt", exact: true })).toHaveCount(0);
        await expect(other.getByRole("button", { name: "plan.txt", exact: true })).toBeVisible();
      });
    });

    test("that are not saved survive a closed page, and a viewer only reads", async ({ page, firm, browserOf }) => {
      const { id } = await firm.account({ name: "Northwind Ports" });
      await createComment(firm.ctx, { entity: "account", recordId: id, text: "Only for reading" });
      const at = firm.at(`/accounts/${id}?tab=comments`);
      const viewer = await browserOf(await firm.join("viewer", "Vera Viewer"));
      await viewer.goto(at);
      await expect(comment(viewer, "Only for reading")).toBeVisible();
      await expect(viewer.getByRole("button", { name: /Write a comment|Reply|Resolve|Add a reaction/ })).toHaveCount(0);

      await signIn(page, firm.owner);
      await page.goto(at);
      await page.getByRole("button", { name: "Write a comment, @ to mention a colleague" }).click();
      await expect(editor(page, "Comment")).toBeFocused();
      await page.keyboard.type("Half a sentence");
      await page.goto(firm.at("/accounts"));
      await page.goto(at);
      await page.getByRole("button", { name: "Restore" }).click();
      await expect(editor(page, "Comment")).toHaveText("Half a sentence");
    });
  });

test("the command menu finds a comment and opens it on its record", async ({ page, firm }) => {
  const { id } = await firm.account({ name: "Northwind Ports" });
  const input = { entity: "account", recordId: id };
  await createComment(firm.ctx, { ...input, text: "The zephyr crane is late" });
  for (let nth = 1; nth <= 3; nth++) await createComment(firm.ctx, { ...input, text: `Another ${nth}` });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  const shell = new Shell(page);
  await shell.openCommands();
  await page.keyboard.type("zephyr");
  await shell.commands.getByRole("option", { name: /The zephyr crane is late/ }).click();
  await expect(page.getByRole("list", { name: "Threads" }).getByRole("listitem").first()).toContainText("zephyr crane");
});
