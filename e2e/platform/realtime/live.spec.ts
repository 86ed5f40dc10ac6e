import type { Page, WebSocketRoute } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { endSessions } from "@/modules/platform/identity/auth/operations/sessions";
import { changeRole } from "@/modules/platform/identity/members/operations/roles";
import { platformClient } from "@/server/db/client";
import { hold } from "../../hold";
import { openKnown } from "../../line";
import { BoardPage } from "../../pages/board";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

// No reload and no focus: everything arrives by signals. No screen here polls.

test("a change on the board reaches other screens: card, counts and totals", { tag: "@journey" }, async ({
  page,
  firm,
  browserOf,
}) => {
  const colleague = await firm.join("admin", "Carl Colleague");
  await firm.opportunities([
    { name: "Bridge", stage: "Lead", amount: 1_000 },
    { name: "Tunnel", stage: "Lead", amount: 500 },
  ]);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/opportunities"));
  const mine = new BoardPage(page);
  const other = await browserOf(colleague);
  await other.goto(firm.at("/opportunities"));
  const theirs = new BoardPage(other);
  await expect(theirs.card("Bridge", "Lead")).toBeVisible();
  await expect(other.getByRole("img", { name: "Also here: Olive Owner" })).toBeVisible();
  await mine.drag(mine.card("Bridge", "Lead"), mine.column("Qualified"), { x: 130, y: 90 });
  // It is shown for four seconds only.
  const mover = other.getByText("Moved by Olive Owner").waitFor({ state: "attached" });
  await mine.drop();
  await expect(theirs.card("Bridge", "Qualified")).toBeVisible();
  await mover;
  await expect(theirs.head("Qualified")).toContainText("1,000");
  await expect(theirs.head("Lead")).toContainText("500");
  await expect.poll(() => theirs.names("Lead")).toEqual(["Tunnel"]);
  await expect(mine.card("Bridge", "Qualified")).toBeVisible();
});

test("lists and records follow too", async ({ page, firm, browserOf }) => {
  const account = await firm.account({ name: "Northwind" });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  const record = await browserOf(await firm.join("viewer", "Vera Viewer"));
  await record.goto(firm.at(`/accounts/${account.id}`));
  await expect(record.getByRole("heading", { name: "Northwind" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Northwind/ })).toBeVisible();
  await accountOperations.update(firm.ctx, { id: account.id, version: account.version, name: "Southwind" });
  await expect(page.getByRole("row", { name: /Southwind/ })).toBeVisible();
  await expect(record.getByRole("heading", { name: "Southwind" })).toBeVisible();
  await firm.account({ name: "Eastwind" });
  await expect(page.getByRole("row", { name: /Eastwind/ })).toBeVisible();

  await test.step("a record shows who else has it open, as long as they do", async () => {
    await page.goto(firm.at(`/accounts/${account.id}`));
    const vera = page.getByRole("img", { name: "Also here: Vera Viewer" });
    await expect(vera).toBeVisible();
    await record.goto(firm.at("/accounts"));
    await expect(vera).toHaveCount(0);
  });
});

test("a change while the code of the live connection fails to load is not missed", async ({ page, firm }) => {
  const account = await firm.account({ name: "Northwind" });
  await signIn(page, firm.owner);
  const code = await holdCode(page, "pusher_internal:subscription_succeeded");
  await page.goto(firm.at("/accounts"));
  await expect(page.getByRole("row", { name: /Northwind/ })).toBeVisible();
  // The first two tries are one load: failed code is requested once more automatically.
  await expect.poll(code.refused).toBeGreaterThan(2);
  await accountOperations.update(firm.ctx, { id: account.id, version: account.version, name: "Southwind" });
  code.release();
  await expect(page.getByRole("row", { name: /Southwind/ })).toBeVisible();
});

/** Blocks the code with these words for a page, as in a short outage, until the test releases it. */
async function holdCode(page: Page, words: string) {
  let isOffline = true;
  let refused = 0;
  await page.route("**/_next/static/chunks/*.js*", async (route) => {
    const response = await route.fetch();
    const isHeld = isOffline && (await response.text()).includes(words);
    if (isHeld) refused += 1;
    await (isHeld ? route.abort() : route.fulfill({ response }));
  });
  return {
    refused: () => refused,
    release: () => {
      isOffline = false;
    },
  };
}

test("a browser that was offline shows the changes of that time", async ({ page, context, firm }) => {
  const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead" }]);
  const qualified = (await firm.stages()).get("Qualified");
  if (!opportunity || !qualified) throw new Error("There is no opportunity to move.");
  await signIn(page, firm.owner);
  await page.goto(firm.at("/opportunities"));
  const board = new BoardPage(page);
  await expect(board.card("Bridge", "Lead")).toBeVisible();
  await context.setOffline(true);
  await moveOpportunity(firm.ctx, { id: opportunity.id, version: opportunity.version, stageId: qualified.id });
  await context.setOffline(false);
  await expect(board.card("Bridge", "Qualified")).toBeVisible();
});

test("a change before the live connection, or during a reconnect, is not missed", async ({ page, firm }) => {
  const account = await firm.account({ name: "Northwind" });
  await signIn(page, firm.owner);
  const breakLine = await breakable(page);
  let { version } = account;
  /** Renames the account while the connection is held, and finds the name in the list afterwards. */
  const renameBefore = async (name: string, line: Awaited<ReturnType<typeof hold>>) => {
    await expect.poll(() => line.held.length).toBeGreaterThan(0);
    ({ version } = await accountOperations.update(firm.ctx, { id: account.id, version, name }));
    line.release();
    await expect(page.getByRole("row", { name: new RegExp(name) })).toBeVisible();
  };
  const first = await hold(page, "/api/pusher/user-auth");
  await page.goto(firm.at("/accounts"));
  await expect(page.getByRole("row", { name: /Northwind/ })).toBeVisible();
  await renameBefore("Southwind", first);
  const second = await hold(page, "/api/pusher/user-auth");
  await breakLine();
  await renameBefore("Westwind", second);
});

test("a move by someone else is told on the record, and can be taken back there", async ({ page, firm, browserOf }) => {
  const colleague = await firm.join("admin", "Carl Colleague");
  const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead" }]);
  const stages = await firm.stages();
  const qualified = stages.get("Qualified");
  if (!opportunity || !qualified) throw new Error("There is no opportunity to move.");
  await signIn(page, firm.owner);
  await openKnown(page, firm.at(`/opportunities/${opportunity.id}`));
  const other = await browserOf(colleague);
  await other.goto(firm.at(`/opportunities/${opportunity.id}`));
  await expect(page.getByRole("img", { name: "Also here: Carl Colleague" })).toBeVisible();
  await moveOpportunity(colleague.ctx, { id: opportunity.id, version: opportunity.version, stageId: qualified.id });
  await new Shell(page).undo("Carl Colleague moved Bridge to Qualified");
  const now = async () => (await opportunityOperations.get(firm.ctx, { id: opportunity.id })).stageId;
  await expect.poll(now).toBe(stages.get("Lead")?.id);
});

test("so is a move on the board, into a closed column too, and not to the one who made it", async ({
  page,
  firm,
  browserOf,
}) => {
  const colleague = await firm.join("admin", "Carl Colleague");
  const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead" }]);
  const stages = await firm.stages();
  if (!opportunity) throw new Error("There is no opportunity to move.");
  const now = () => opportunityOperations.get(firm.ctx, { id: opportunity.id });
  const moveTo = async (stage: string) => {
    const { version } = await now();
    await moveOpportunity(colleague.ctx, { id: opportunity.id, version, stageId: stages.get(stage)?.id ?? "" });
  };
  await signIn(page, firm.owner);
  await page.goto(firm.at("/opportunities"));
  const other = await browserOf(colleague);
  await other.goto(firm.at("/opportunities"));
  await expect(page.getByRole("img", { name: "Also here: Carl Colleague" })).toBeVisible();
  await expect(other.getByRole("img", { name: "Also here: Olive Owner" })).toBeVisible();
  const [mine, theirs] = [new Shell(page), new Shell(other)];
  await moveTo("Qualified");
  // The colleague sees the undo for some seconds only, and none of their own moves.
  const toastShown = theirs.toast("Olive Owner moved Bridge to Lead").waitFor();
  await mine.undo("Carl Colleague moved Bridge to Qualified");
  await expect.poll(async () => (await now()).stageId).toBe(stages.get("Lead")?.id);
  await expect(new BoardPage(page).card("Bridge", "Lead")).toBeVisible();
  await toastShown;
  await expect(theirs.toast("Carl Colleague moved")).toHaveCount(0);
  await moveTo("Closed Won");
  await expect(mine.toast("Carl Colleague moved Bridge to Closed Won")).toBeVisible();
  // A record that just appeared is reported with its current stage, not with the one it arrived with.
  const board = new BoardPage(page);
  await board.collapsed("Closed Won").click();
  await expect(board.card("Bridge", "Closed Won")).toBeVisible();
  await moveTo("Negotiation");
  await expect(mine.toast("Carl Colleague moved Bridge to Negotiation")).toBeVisible();
});

test("two tabs of one person follow each other, and neither is told of a move as of someone else's", async ({
  page,
  context,
  firm,
}) => {
  const colleague = await firm.join("admin", "Carl Colleague");
  const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead" }]);
  const stages = await firm.stages();
  if (!opportunity) throw new Error("There is no opportunity to move.");
  await signIn(page, firm.owner);
  await openKnown(page, firm.at("/opportunities"));
  const second = await context.newPage();
  await openKnown(second, firm.at("/opportunities"));
  const [mine, other] = [new BoardPage(page), new BoardPage(second)];
  await mine.drag(mine.card("Bridge", "Lead"), mine.column("Qualified"), { x: 130, y: 90 });
  await mine.drop();
  await expect(other.card("Bridge", "Qualified")).toBeVisible();
  const { version } = await opportunityOperations.get(firm.ctx, { id: opportunity.id });
  await moveOpportunity(colleague.ctx, { id: opportunity.id, version, stageId: stages.get("Lead")?.id ?? "" });
  for (const tab of [page, second]) {
    const shell = new Shell(tab);
    await expect(shell.toast("Carl Colleague moved Bridge to Lead")).toBeVisible();
    await expect(shell.toast("Olive Owner moved")).toHaveCount(0);
  }
});

test("members who are online have a green dot", async ({ page, firm, browserOf }) => {
  const colleague = await firm.join("member", "Carl Colleague");
  const account = await firm.account({ name: "Northwind", ownerId: colleague.ctx.member?.id ?? null });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/members"));
  const dotOf = (name: string) => page.getByRole("listitem").filter({ hasText: name }).getByTitle("Online");
  await expect(dotOf("Olive Owner")).toBeVisible();
  await expect(dotOf("Carl Colleague")).toHaveCount(0);
  const other = await browserOf(colleague);
  await other.goto(firm.at("/accounts"));
  await expect(dotOf("Carl Colleague")).toBeVisible();
  await page.goto(firm.at(`/accounts/${account.id}`));
  await expect(page.getByRole("heading", { name: "Northwind" })).toBeVisible();
  await expect(page.getByTitle("Online")).toBeVisible();
  await other.close();
  await expect(page.getByTitle("Online")).toHaveCount(0);
});

/** Routes the page's connections through the test, which can break open ones. */
async function breakable(page: Page): Promise<() => Promise<void>> {
  const lines: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/app\//, (line) => {
    line.connectToServer();
    lines.push(line);
  });
  // As from a server that is replaced: its clients reconnect at once.
  return async () => {
    for (const line of lines.splice(0)) await line.close({ code: 4200 });
  };
}

test("whose role changes sees the page of the new role, and goes on following", async ({ firm, browserOf }) => {
  const account = await firm.account({ name: "Northwind" });
  const colleague = await firm.join("member", "Carl Colleague");
  const page = await browserOf(colleague);
  await openKnown(page, firm.at("/accounts"));
  await expect(page.getByRole("row", { name: /Northwind/ })).toBeVisible();
  const create = page.getByRole("button", { name: "New account" });
  await expect(create).toBeVisible();
  const id = colleague.ctx.member?.id ?? "";
  const { version } = await firm.ctx.db.member.findFirstOrThrow({ where: { id } });
  await changeRole(firm.ctx, { id, version, role: "viewer" });
  await expect(create).toHaveCount(0);
  await accountOperations.update(firm.ctx, { id: account.id, version: account.version, name: "Southwind" });
  await expect(page.getByRole("row", { name: /Southwind/ })).toBeVisible();
});

test("whose session is ended elsewhere is asked to sign in", async ({ firm, browserOf }) => {
  const leaver = await firm.join("member", "Lea Leaver");
  const page = await browserOf(leaver);
  await openKnown(page, firm.at("/accounts"));
  const { userId } = await firm.ctx.db.member.findFirstOrThrow({ where: { id: leaver.ctx.member?.id ?? "" } });
  await platformClient().$transaction((db) => endSessions(db, userId ?? ""));
  await expect(page).toHaveURL(/\/sign-in/);
});
