import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { opportunities, stageOf } from "../../board-opportunities";
import { failing } from "../../failing";
import { hold } from "../../hold";
import { BoardPage } from "../../pages/board";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test.describe("the board", () => {
  test("moves an opportunity by mouse; both heads are exact, and undo takes it back", { tag: "@journey" }, async ({
    page,
    firm,
  }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    await expect(board.head("Lead")).toContainText("$55,000");
    const sent: string[] = [];
    page.on("request", (request) => request.url().includes("opportunities.move") && sent.push(request.url()));

    await board.drag(board.card("Harbour crane"), board.column("Qualified"), { x: 130, y: 90 });
    await test.step("the heads show the change before the drop", async () => {
      await expect(board.head("Lead")).toContainText("−1");
      await expect(board.head("Qualified")).toContainText("+$40,000");
    });
    await board.drop();

    await expect(board.card("Harbour crane", "Qualified")).toBeVisible();
    await expect(board.head("Lead")).toHaveText(/Lead2\$15,000\$1,500 at 10%/);
    await expect(board.head("Qualified")).toHaveText(/Qualified2\$60,000\$15,000 at 25%/);
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Qualified");
    expect(sent).toHaveLength(1);
    await page.reload();
    await expect(board.head("Qualified")).toContainText("$60,000");

    await board.drag(board.card("Harbour crane"), board.column("Proposal"), { x: 130, y: 200 });
    await board.drop();
    await new Shell(page).undo("Harbour crane moved to Proposal");
    await expect(board.card("Harbour crane", "Qualified")).toBeVisible();
    await expect(board.head("Proposal")).toContainText("$0");
    await expect(board.head("Qualified")).toContainText("$60,000");
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Qualified");
  });

  test("keeps the order within a column that someone gave it", async ({ page, firm }) => {
    await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    await expect.poll(() => board.names("Lead")).toEqual(["Harbour crane", "Rail survey", "Depot audit"]);

    const top = await board.card("Harbour crane").boundingBox();
    const column = await board.column("Lead").boundingBox();
    const y = (top?.y ?? 0) - (column?.y ?? 0) + 2;
    const moved = page.waitForResponse((response) => response.url().includes("opportunities.move"));
    await board.drag(board.card("Depot audit"), board.column("Lead"), { x: 130, y });
    await expect.poll(() => board.slotTop("Lead")).toBeLessThan((top?.y ?? 0) + 10);
    await board.drop();
    expect((await moved).status()).toBe(200);
    // The answer is streamed: its status may come before the move is written.
    await expect(async () => {
      await page.reload();
      await expect(board.card("Depot audit")).toBeVisible();
      expect(await board.names("Lead")).toEqual(["Depot audit", "Harbour crane", "Rail survey"]);
    }).toPass();
  });

  test("moves an opportunity by keyboard, and tells a screen reader each step", async ({ page, firm }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const card = board.card("Harbour crane");
    await expect(card).toHaveAccessibleDescription(/Space to pick it up/);
    await card.focus();

    await page.keyboard.press("Space");
    await expect(board.announced).toHaveText("Harbour crane picked up from position 1 of 3 in Lead.");
    await page.keyboard.press("ArrowRight");
    await expect(board.announced).toHaveText("Harbour crane over position 1 of 2 in Qualified.");
    await page.keyboard.press("ArrowDown");
    await expect(board.announced).toHaveText("Harbour crane over position 2 of 2 in Qualified.");
    await page.keyboard.press("Escape");
    await expect(board.announced).toHaveText("Harbour crane put back in Lead.");
    expect(await stageOf(firm, crane?.id ?? "")).toBe("Lead");

    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await expect(board.announced).toHaveText("Harbour crane dropped at position 1 of 2 in Qualified.");
    await expect(board.head("Qualified")).toContainText("$60,000");
    await expect(card).toBeFocused();
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Qualified");
    await page.keyboard.press("?");
    const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(shortcuts.getByText("Pick up the card, and drop it")).toBeVisible();
  });

  test("moves an opportunity twice in a row: the second move waits for the first, and nobody conflicts with themselves", async ({
    page,
    firm,
  }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const moving = await hold(page, "opportunities.move");
    await board.card("Harbour crane").focus();
    for (const column of ["Qualified", "Proposal"]) {
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Space");
      await expect(board.card("Harbour crane", column)).toBeFocused();
    }
    await expect.poll(() => moving.held.length).toBe(1);
    moving.release();
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Proposal");
    await expect(board.head("Proposal")).toContainText("$40,000");
    await expect(board.card("Harbour crane", "Proposal")).toBeVisible();
    await expect(page.getByText("Your move was not made")).toHaveCount(0);
  });

  test("puts a card that was lifted by keyboard back when one clicks elsewhere", async ({ page, firm }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    await board.card("Harbour crane").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await expect(board.announced).toHaveText("Harbour crane over position 1 of 2 in Qualified.");
    await page.getByRole("heading", { level: 1 }).click();
    await expect(board.announced).toHaveText("Harbour crane put back in Lead.");
    await expect(page.locator("[data-lifted]")).toHaveCount(0);
    await expect(board.card("Harbour crane", "Lead")).toBeVisible();
    expect(await stageOf(firm, crane?.id ?? "")).toBe("Lead");
  });

  test("follows what is undone elsewhere, and asks again when one comes back to the window", async ({ page, firm }) => {
    const [crane, survey] = await firm.opportunities(opportunities);
    const stages = await firm.stages();
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    await board.card("Harbour crane").click();
    await page.getByRole("link", { name: "Open", exact: true }).click();
    await page.getByRole("button", { name: "Mark as won" }).click();
    await new Shell(page).keep("Harbour crane moved to Closed Won");
    await expect(page.getByRole("button", { name: "Reopen" })).toBeVisible();
    await page.goBack();
    await expect(board.card("Rail survey", "Lead")).toBeVisible();
    await expect(board.card("Harbour crane")).toHaveCount(0);
    await new Shell(page).undo("Harbour crane moved to Closed Won");
    await expect(board.card("Harbour crane", "Lead")).toBeVisible();
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Lead");

    await moveOpportunity(firm.ctx, { id: survey?.id ?? "", stageId: stages.get("Proposal")?.id ?? "" });
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await expect(board.card("Rail survey", "Proposal")).toBeVisible();
    await expect(board.head("Proposal")).toContainText("$10,000");
  });

  test("shows other currencies below the total, and everything at 768 px", async ({ page, firm }) => {
    await firm.opportunities([
      ...opportunities,
      { name: "Quay lights", stage: "Lead", amount: 1_351_876, currency: "EUR" },
      { name: "Tram depot", stage: "Proposal", amount: 9_300, currency: "EUR" },
    ]);
    await page.setViewportSize({ width: 768, height: 900 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const lead = board.head("Lead");
    await expect(lead).toHaveText(/Lead4\$55,000\$5,500 at 10%EUR.1,351,876/);
    await expect(board.head("Proposal"), "no $0 beside an amount").toHaveText(/Proposal1EUR.9,300EUR.4,650 at 50%$/);
    await expect(page.getByRole("searchbox", { name: "Search opportunities by name" })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("button", { name: "Sort: By hand" })).toBeInViewport({ ratio: 1 });

    const euros = lead.getByRole("button", { name: /^EUR/ });
    await euros.hover();
    await expect(page.getByRole("tooltip")).toContainText(/EUR.135,188 at 10%/);
    await euros.press("Enter");
    const layer = page.getByRole("dialog", { name: "Lead, other currencies" });
    await expect(layer).toContainText(/EUR.1,351,876EUR.135,188 at 10%/);
    await page.keyboard.press("Escape");
    await expect(layer).toBeHidden();
  });

  test("says when a closed stage does not come, and tries again", async ({ page, firm }) => {
    await firm.opportunities([...opportunities, { name: "Dock gate", stage: "Closed Won", amount: 1_000 }]);
    // A signal would cause a refetch before anybody presses the button.
    await hold(page, "/api/pusher/user-auth");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const mend = await failing(page, "opportunities.boardColumn");
    await board.collapsed("Closed Won").click();
    const failed = board.column("Closed Won").getByRole("alert");
    await expect(failed).toContainText("More rows could not be loaded.");
    await mend();
    await failed.getByRole("button", { name: "Try again" }).click();
    await expect(board.card("Dock gate", "Closed Won")).toBeVisible();
    await expect(failed).toHaveCount(0);
  });

  test("asks why an opportunity was lost; Cancel puts it back", async ({ page, firm }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const dialog = page.getByRole("dialog", { name: "Mark Harbour crane as lost?" });

    await board.drag(board.card("Harbour crane"), board.collapsed("Closed Lost"));
    await board.drop();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(board.card("Harbour crane", "Lead")).toBeVisible();
    await expect(board.head("Lead")).toContainText("$55,000");
    expect(await stageOf(firm, crane?.id ?? "")).toBe("Lead");

    await board.drag(board.card("Harbour crane"), board.collapsed("Closed Lost"));
    await board.drop();
    await expect(dialog.getByRole("combobox", { name: "Reason" })).toHaveText("Choose a reason");
    await dialog.getByRole("button", { name: "Mark as lost" }).click();
    await expect(dialog.getByText("Choose why it was lost.")).toBeVisible();
    expect(await stageOf(firm, crane?.id ?? "")).toBe("Lead");
    await dialog.getByRole("combobox", { name: "Reason" }).click();
    await page.getByRole("option", { name: "No budget" }).click();
    await dialog.getByRole("combobox", { name: /Competitor/ }).click();
    await page.getByPlaceholder("Find an account").fill("Brook");
    await page.getByRole("option", { name: "Brook Rail" }).click();
    await dialog.getByRole("textbox", { name: /What happened/ }).fill("They postponed to next year.");
    await dialog.getByRole("button", { name: "Mark as lost" }).click();
    await expect(dialog).toBeHidden();
    await expect(board.collapsed("Closed Lost")).toHaveAccessibleName(/^Open Closed Lost 1 /);
    await expect(board.head("Lead")).toContainText("$15,000");
    await expect
      .poll(() => opportunityOperations.get(firm.ctx, { id: crane?.id ?? "" }))
      .toMatchObject({
        status: "lost",
        lossReason: { name: "No budget" },
        lossDetail: "They postponed to next year.",
        competitor: { name: "Brook Rail" },
      });
  });

  test("a closed column opens newest first and closes again", async ({ page, firm }) => {
    await firm.opportunities([
      { name: "Won lately", stage: "Closed Won", amount: 700 },
      { name: "Won before", stage: "Closed Won", amount: 300 },
    ]);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    await expect(board.collapsed("Closed Won")).toContainText("$1,000");
    await board.collapsed("Closed Won").click();
    await expect(board.card("Won lately", "Closed Won")).toBeVisible();
    await expect(board.card("Won before", "Closed Won")).toBeVisible();
    await board.openMenu("Won before");
    await expect(page.getByRole("menuitemradio", { name: "Closed Won" })).toBeChecked();
    await expect(page.getByRole("menuitem", { name: "Move up" }), "the last closed is first").toHaveCount(0);
    await page.keyboard.press("Escape");

    await board.openMenu("Won before");
    await page.getByRole("menuitemradio", { name: "Proposal" }).click();
    await expect(board.card("Won before", "Proposal")).toBeVisible();
    await new Shell(page).undo("Won before moved to Proposal");
    await expect(board.card("Won before", "Closed Won")).toBeVisible();
    await expect(board.card("Won before", "Proposal")).toHaveCount(0);
    const search = page.getByRole("searchbox", { name: "Search opportunities by name" });
    const asking = await hold(page, "opportunities.board");
    await search.fill("before");
    await expect.poll(() => asking.held.length).toBeGreaterThan(0);
    await expect(board.card("Won lately", "Closed Won"), "stays until there is an answer").toBeVisible();
    asking.release();
    await expect(board.card("Won lately")).toHaveCount(0);
    await expect(board.card("Won before", "Closed Won"), "an opened stage is asked for again").toBeVisible();
    await search.fill("");
    await expect(board.card("Won lately", "Closed Won")).toBeVisible();
    await page.getByRole("button", { name: "Collapse Closed Won" }).click();
    await expect(board.collapsed("Closed Won")).toBeVisible();
  });

  test("says who moved an opportunity meanwhile, and redoes the move over it", async ({ page, firm, browserOf }) => {
    const [crane] = await firm.opportunities(opportunities);
    const darcel = await firm.join("admin", "Darcel Schlecht");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const mine = new BoardPage(page);
    await expect(mine.card("Harbour crane")).toBeVisible();

    const other = await browserOf(darcel);
    await other.goto(firm.at("/opportunities"));
    const theirs = new BoardPage(other);
    await mine.drag(mine.card("Harbour crane"), mine.column("Qualified"), { x: 130, y: 90 });
    await theirs.drag(theirs.card("Harbour crane"), theirs.column("Negotiation"), { x: 130, y: 200 });
    await theirs.drop();
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Negotiation");
    await mine.drop();
    const notice = page.getByRole("alert").filter({ hasText: "Darcel Schlecht" });
    await expect(notice).toContainText("Negotiation");
    await expect(mine.card("Harbour crane", "Negotiation")).toBeVisible();
    expect(await stageOf(firm, crane?.id ?? "")).toBe("Negotiation");

    await notice.getByRole("button", { name: "Redo my change" }).click();
    await expect(mine.card("Harbour crane", "Qualified")).toBeVisible();
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Qualified");
  });

  test("filters and search stand in its address: they survive a reload and the way to the list and back", async ({
    page,
    firm,
  }) => {
    await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities?q=zzz"));
    const board = new BoardPage(page);
    const search = page.getByRole("searchbox", { name: "Search opportunities by name" });
    await expect(search).toHaveValue("zzz");
    await expect(page.getByRole("heading", { name: "No opportunities match" })).toBeVisible();
    await page.getByRole("button", { name: "Clear search" }).click();
    await expect(board.card("Harbour crane")).toBeVisible();
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("option", { name: "Name" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("survey");
    await page.keyboard.press("Enter");
    await expect(board.card("Rail survey")).toBeVisible();
    await expect(board.card("Harbour crane")).toHaveCount(0);
    await expect(board.head("Lead")).toContainText("$10,000");
    await expect(page).toHaveURL(/filter=name/);

    const pipeline = (await firm.stages()).get("Lead")?.pipelineId;
    const asked = `filter=name:contains:survey;name:contains:audit&match=any&pipeline=${pipeline}`;
    await page.goto(firm.at(`/opportunities?${asked}`));
    await expect(board.card("Rail survey")).toBeVisible();
    await expect(board.card("Depot audit")).toBeVisible();
    await page.getByRole("radio", { name: "List" }).click();
    await expect(page).toHaveURL(/opportunities\/list\?filter=name/);
    await expect(page.getByRole("row", { name: /Rail survey/ })).toBeVisible();
    await expect(page.getByRole("row", { name: /Depot audit/ })).toBeVisible();
    await expect(page.getByRole("row", { name: /Harbour crane/ })).toHaveCount(0);
    await page.getByRole("radio", { name: "Board" }).click();
    await expect(page).toHaveURL(new RegExp(`/opportunities\\?.*match=any.*pipeline=${pipeline}`));
    await expect(board.card("Depot audit")).toBeVisible();
    await expect(board.card("Harbour crane")).toHaveCount(0);
  });
});
