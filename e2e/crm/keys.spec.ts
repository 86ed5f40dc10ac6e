import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { opportunities } from "../board-opportunities";
import { BoardPage } from "../pages/board";
import { Peek } from "../pages/peek";
import { RecordPage } from "../pages/record";
import { tabTo } from "../press";
import { expect, signIn, test } from "../test";

test("the keyboard reaches the board and goes into a card; on its page no key loses the focus", async ({
  page,
  firm,
}) => {
  await firm.opportunities(opportunities);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/opportunities"));
  const board = new BoardPage(page);
  await expect(board.card("Harbour crane")).toBeVisible();
  await test.step("Tab begins at the top, though the views scroll to the open one", async () => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
  });
  await test.step("an arrow goes to the first card, Enter opens it, and again goes into it", async () => {
    await expect(board.live).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expect(board.card("Harbour crane")).toBeFocused();
    await page.keyboard.press("Enter");
    const panel = new Peek(page).of("Harbour crane");
    await expect(panel.getByRole("heading", { name: "Harbour crane" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(panel).toBeFocused();
    await tabTo(page, panel.getByRole("link", { name: "Open", exact: true }));
    await page.keyboard.press("Enter");
  });
  const record = new RecordPage(page, "Harbour crane");
  await expect(record.timelineEntries.first()).toBeVisible();
  await test.step("a tab keeps the focus while its panel is loaded", async () => {
    await page.getByRole("main").focus();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to record tabs" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("tab", { name: "Timeline" })).toBeFocused();
    for (const name of [/^People/, /^Products/]) {
      await page.keyboard.press("ArrowRight");
      await expect(page.getByRole("tab", { name })).toBeFocused();
      await expect(page.getByRole("tabpanel", { name })).toBeVisible();
    }
  });
  await test.step("a stage keeps it while the opportunity moves there", async () => {
    await record.stage("Qualified").focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("Harbour crane moved to Qualified")).toBeVisible();
    await expect(record.stage("Qualified")).toBeFocused();
    await expect(record.stage("Qualified")).toHaveAttribute("aria-current", "step");
  });
});

test("a line that plans is typed on after each choice, and the day of what follows keeps the focus", async ({
  page,
  firm,
}) => {
  await contactOperations.create(firm.ctx, {
    firstName: "Ana",
    lastName: "Stone",
    ownerId: firm.ctx.member?.id ?? null,
    nextStep: "Ask for the date",
    nextStepOn: "2026-01-06",
  });
  await activityOperations.create(firm.ctx, {
    name: "Review the contract",
    kind: "task",
    dueOn: "2026-01-05",
    ownerId: firm.ctx.member?.id ?? null,
  });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/today"));
  await expect(page.getByRole("link", { name: /Review the contract/ })).toBeVisible();
  await page.keyboard.press("t");
  const box = page.getByRole("region", { name: "Log an activity" });
  await expect(box.getByRole("radio", { name: "Task" })).toBeChecked();
  await page.keyboard.type("call Ana Stone tomorrow 9am");
  await expect(box.getByRole("radio", { name: "Call" })).toBeChecked();
  await tabTo(page, box.getByRole("button", { name: "Link Ana Stone" }));
  await page.keyboard.press("Enter");
  await expect(box.getByRole("textbox")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByText("Activity saved")).toBeVisible();

  await page.getByRole("link", { name: /Ask for the date/ }).focus();
  await page.keyboard.press("d");
  await expect(page.getByText("Next step has no result to note. Press X to mark it as done.")).toBeVisible();
  await page.keyboard.press("k");
  await expect(page.getByRole("link", { name: /Review the contract/ })).toBeFocused();
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog", { name: "Mark Review the contract as done" });
  const day = dialog.getByRole("checkbox", { name: "All day" });
  await expect(dialog.getByRole("textbox", { name: "Due day optional" })).toBeVisible();
  await tabTo(page, day);
  await page.keyboard.press("Space");
  await expect(dialog.getByRole("textbox", { name: "Starts optional" })).toBeVisible();
  await expect(day).toBeFocused();
});
