import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { productOperations } from "@/modules/crm/products/operations";
import { getWorkingHours, setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { failing } from "../../failing";
import type { Firm } from "../../firm";
import { hold } from "../../hold";
import { openKnown } from "../../line";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

// No reload: everything arrives by signals.

/** The notifications delivered to the owner: a page that opens later shows them without a signal. */
const noticesTo = (firm: Firm) => firm.ctx.db.notification.count({ where: { memberId: firm.ctx.member?.id ?? "" } });

test("an opportunity is assigned: the badge counts it live, it opens, and is done", async ({
  page,
  firm,
  browserOf,
}) => {
  const colleague = await firm.join("member", "Carl Colleague");
  const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead", amount: 1_000 }]);
  if (!opportunity) throw new Error("There is no opportunity.");
  const theirs = await browserOf(colleague);
  await openKnown(theirs, firm.at("/accounts"));
  const inbox = theirs.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Inbox/ });
  await expect(inbox).toHaveText("Inbox");

  await opportunityOperations.update(firm.ctx, {
    id: opportunity.id,
    version: opportunity.version,
    ownerId: colleague.ctx.member?.id ?? null,
  });
  await expect(inbox).toHaveText("Inbox1");
  // A collapsed sidebar has no room for the number.
  await theirs.getByRole("button", { name: "Collapse the sidebar" }).click();
  await expect(inbox.locator("[data-news]")).toBeVisible();
  await theirs.getByRole("button", { name: "Expand the sidebar" }).click();
  await expect(inbox.locator("[data-news]")).toBeHidden();

  await signIn(page, firm.owner);
  await page.goto(firm.at("/inbox"));
  await expect(page.getByRole("link", { name: "Carl Colleague accepted your invitation" })).toBeVisible();
  await expect(page.getByText("Bridge")).toHaveCount(0);

  await inbox.click();
  const line = theirs.getByRole("listitem").filter({ hasText: "assigned Bridge to you" });
  await expect(line).toBeVisible();
  await line.getByRole("link", { name: /assigned Bridge to you/ }).click();
  await expect(theirs.getByRole("heading", { name: "Bridge" })).toBeVisible();
  await expect(inbox).toHaveText("Inbox");
  await inbox.click();
  const marking = await hold(theirs, "notifications.mark");
  await line.getByRole("button", { name: /^Done: / }).click();
  await expect(theirs.getByRole("heading", { name: "You are up to date" })).toBeVisible();
  // Before the server has answered: the undo waits for its act.
  await new Shell(theirs).undo("Marked as done");
  await expect.poll(() => marking.held.length).toBe(1);
  marking.release();
  await expect(line).toBeVisible();
});

test("with the keyboard: next, done, snoozed until tomorrow, and back", async ({ page, firm }) => {
  const colleague = await firm.join("admin", "Carl Colleague");
  const opportunities = await firm.opportunities([
    { name: "Bridge", stage: "Lead" },
    { name: "Tunnel", stage: "Lead" },
  ]);
  const qualified = (await firm.stages()).get("Qualified");
  if (!qualified) throw new Error("There is no stage to move to.");
  for (const { id, version } of opportunities)
    await moveOpportunity(colleague.ctx, { id, version, stageId: qualified.id });
  await expect.poll(() => noticesTo(firm)).toBe(3);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/inbox"));
  const lines = page.locator("[data-line]");
  await expect(lines).toHaveCount(3);
  const [tunnel, bridge] = ["Tunnel", "Bridge"].map((name) =>
    page.getByRole("link", { name: new RegExp(`moved ${name}`) }),
  );
  if (!tunnel || !bridge) throw new Error("unreachable");
  await page.keyboard.press("k");
  await expect(tunnel).toBeFocused();
  await page.keyboard.press("j");
  await expect(bridge).toBeFocused();
  await page.keyboard.press("e");
  await expect(lines).toHaveCount(2);
  await expect(page.getByRole("link", { name: /accepted your invitation/ })).toBeFocused();
  await page.keyboard.press("k");
  await expect(tunnel).toBeFocused();
  await page.keyboard.press("h");
  await expect(lines).toHaveCount(1);
  await page.getByRole("link", { name: "Snoozed" }).click();
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText("Comes back");
  await lines.getByRole("button", { name: "Back to the inbox" }).click();
  await page.getByRole("link", { name: "Done", exact: true }).click();
  await expect(lines).toContainText("Bridge");
  await page.getByRole("navigation", { name: "Views of the inbox" }).getByRole("link", { name: "Inbox" }).click();
  await expect(lines).toHaveCount(2);
  await expect(lines.first()).toContainText("Tunnel");
});

test("a record of a plain noun is followed in its menu: its change is told, and leads to it", async ({
  page,
  firm,
}) => {
  const colleague = await firm.join("admin", "Carl Colleague");
  const { id, version } = await productOperations.create(firm.ctx, { name: "Crane" });
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/products/${id}`));
  await page.getByRole("button", { name: "More for Crane" }).click();
  await page.getByRole("menuitem", { name: "Follow" }).click();
  await expect(page.getByText("You follow Crane")).toBeVisible();
  await productOperations.update(colleague.ctx, { id, version, name: "Tower crane" });
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: /^Inbox/ })
    .click();
  await page.getByRole("link", { name: "Carl Colleague changed Tower crane" }).click();
  await expect(page.getByRole("heading", { name: "Tower crane" })).toBeVisible();
});

test("tomorrow at nine is nine where the member lives, not where the workspace is", async ({ page, firm }) => {
  // Half a day and more from the workspace's zone, without summer time.
  const zone = "Pacific/Kiritimati";
  const { works } = await getWorkingHours(firm.ctx, {});
  await setWorkingHours(firm.ctx, { own: { zone, week: works.week } });
  await firm.join("admin", "Carl Colleague");
  await expect.poll(() => noticesTo(firm)).toBe(1);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/inbox"));
  const line = page.locator("[data-line]").filter({ hasText: "Carl Colleague" });
  await line.getByRole("button", { name: /^Snooze: / }).click();
  await page.getByRole("menuitem", { name: "Tomorrow at 9" }).click();
  await expect(line).toHaveCount(0);
  const comesBack = async () => {
    const { shownFrom } = await firm.ctx.db.notification.findFirstOrThrow({});
    return shownFrom.toLocaleTimeString("en-GB", { timeZone: zone, timeStyle: "short" });
  };
  await expect.poll(comesBack).toBe("09:00");
  await page.getByRole("link", { name: "Snoozed" }).click();
  await expect(line).toContainText(/Comes back .* 9:00/);
});

test("muted records and notifications that are turned off stay silent", async ({ page, firm }) => {
  const colleague = await firm.join("admin", "Carl Colleague");
  const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead" }]);
  const known = await firm.stages();
  const [qualified, proposal] = [known.get("Qualified"), known.get("Proposal")];
  if (!opportunity || !qualified || !proposal) throw new Error("There is no opportunity to move.");
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/opportunities/${opportunity.id}`));
  const mute = page.getByRole("menuitem", { name: "Mute" });
  await page.getByRole("button", { name: "More for Bridge" }).click();
  await mute.click();
  await expect(new Shell(page).toast("Bridge is muted")).toBeVisible();
  const moved = await moveOpportunity(colleague.ctx, {
    id: opportunity.id,
    version: opportunity.version,
    stageId: qualified.id,
  });
  await page.goto(firm.at("/settings/notifications"));
  const won = page.getByRole("checkbox", { name: "Opportunity won: In the inbox" });
  await won.click();
  await expect(won).not.toBeChecked();
  // Shown at once, before the server has it: a reload in between would not send it.
  await expect.poll(() => firm.ctx.db.notificationPreference.count({})).toBe(1);
  await page.reload();
  await expect(won).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Opportunity lost: In the inbox" })).toBeChecked();

  await page.goto(firm.at(`/opportunities/${opportunity.id}`));
  const unmute = page.getByRole("menuitem", { name: "Unmute" });
  await page.getByRole("button", { name: "More for Bridge" }).click();
  await unmute.click();
  await expect(new Shell(page).toast("You neither follow nor mute Bridge")).toBeVisible();
  await moveOpportunity(colleague.ctx, { id: opportunity.id, version: moved.version, stageId: proposal.id });
  await expect.poll(() => noticesTo(firm)).toBe(2);
  await page.goto(firm.at("/inbox"));
  await expect(page.locator("[data-line]")).toHaveCount(2);
  await expect(page.locator("[data-line]").first()).toContainText("Carl Colleague moved Bridge to Proposal");
});

test("follow and mute that could not be loaded or kept say so, show what holds, and go at another try", async ({
  page,
  firm,
}) => {
  // A signal would cause a refetch of the failed data before anybody presses the button.
  await hold(page, "/api/pusher/user-auth");
  const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead" }]);
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/opportunities/${opportunity?.id}`));
  // By its whole name: the retry line contains the word too.
  const item = (name: string) => page.getByRole("menuitem", { name, exact: true });
  const open = () => page.getByRole("button", { name: "More for Bridge" }).click();
  const shell = new Shell(page);
  const mend = await failing(page, "notifications.follow");
  await open();
  const again = item("Follow and mute could not be loaded. Try again");
  await expect(again).toBeVisible();
  await mend();
  await again.click();
  await item("Mute").click();
  await expect(shell.toast("Bridge is muted")).toBeVisible();

  await page.route(/notifications\./, (route) => route.abort());
  await open();
  await item("Unmute").click();
  await expect(shell.toast("check whether your change was saved before you try again.")).toBeVisible();
  await open();
  await expect(item("Unmute")).toBeVisible();
  await page.unroute(/notifications\./);
  await item("Unmute").click();
  await expect(shell.toast("You neither follow nor mute Bridge")).toBeVisible();
  await expect.poll(() => firm.ctx.db.recordFollow.count({ where: { state: { not: "none" } } })).toBe(0);
});
