import { listPipelines } from "@/modules/crm/pipelines/operations";
import { listApiKeys } from "@/modules/platform/identity/api-keys/operations";
import { listTeams } from "@/modules/platform/identity/teams/operations";
import { getWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import { password } from "../../firm";
import { hold } from "../../hold";
import { importFiles } from "../../imported";
import { BoardPage } from "../../pages/board";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { pressKey } from "../../press";
import { expect, signIn, test } from "../../test";

test.describe("settings", () => {
  test("general: name, currency and visibility are kept, and the sidebar says the new name", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/general"));
    const settings = new SettingsPages(page);
    await expect(settings.button("Save changes")).toBeDisabled();
    await page.getByRole("textbox", { name: "Name" }).fill("Harbour & Sons");
    await settings.find("Currency", "swiss", /Swiss Franc/);
    await settings.button("Save changes").click();
    await expect(new Shell(page).toast("Settings saved")).toBeVisible();
    await expect(page.getByRole("link", { name: /Harbour & Sons/ })).toBeVisible();

    await settings.select("Who can see accounts", "Own only");
    await expect(new Shell(page).toast("Accounts are now visible to: own only")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Harbour & Sons");
    await expect(page.getByRole("combobox", { name: "Who can see accounts" })).toHaveText("Own only");
    expect(await getWorkspace(firm.ctx, {})).toMatchObject({
      name: "Harbour & Sons",
      currency: "CHF",
      visibility: { account: "own" },
    });
  });

  test("teams: made, put below another, filled, renamed and deleted", async ({ page, firm }) => {
    await firm.join("member", "Mona Member");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/teams"));
    const settings = new SettingsPages(page);
    const shell = new Shell(page);
    await settings.button("New team").first().click();
    await settings.dialog.getByRole("textbox", { name: "Name" }).fill("North");
    await settings.confirm("Create team");
    await settings.act("North", "New team below");
    await settings.dialog.getByRole("textbox", { name: "Name" }).fill("Harbours");
    await settings.confirm("Create team");

    const harbours = page.getByRole("listitem").filter({ has: settings.button("More for Harbours") });
    await harbours.getByRole("button", { name: "Add member" }).click();
    await page.getByRole("option", { name: "Mona Member" }).click();
    await expect(harbours.getByRole("button", { name: "Remove Mona Member from Harbours" })).toBeVisible();
    await settings.act("Harbours", "Rename or move");
    await settings.dialog.getByRole("textbox", { name: "Name" }).fill("Ports");
    await settings.select("Parent team", "No parent team");
    await settings.confirm("Save changes");
    await expect(shell.toast("Ports was saved")).toBeVisible();
    await settings.act("North", "Delete team");
    await settings.confirm("Delete team");
    await expect(settings.button("More for North")).toHaveCount(0);
    // A new workspace comes with a team of its own.
    const teams = async () => (await listTeams(firm.ctx, {})).filter((team) => team.name !== firm.name);
    await expect
      .poll(async () => (await teams()).map((team) => [team.name, team.parentId, team.members.map(({ name }) => name)]))
      .toEqual([["Ports", null, ["Mona Member"]]]);
  });

  test("teams: a member who is not named any more is found, taken out and put back", async ({ page, firm }) => {
    const agents = Array.from({ length: 102 }, (_, at) => `Agent ${String(at).padStart(3, "0")},Milo Manager,West`);
    await importFiles(firm.ctx, { "people.csv": `sales_agent,manager,regional_office\n${agents.join("\n")}\n` });
    const count = async () => {
      const teams = await listTeams(firm.ctx, {});
      return Math.max(...teams.map((team) => team.memberCount));
    };
    const before = await count();
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/teams"));
    const more = page.getByRole("button", { name: `and ${before - 100} more` });
    const search = page.getByRole("combobox", { name: /^Remove a member from/ });
    await more.click();
    // Only members of the team can be removed from it.
    await search.fill("Olive Owner");
    await expect(page.getByText("No member has this name")).toBeVisible();
    await search.fill("Agent 101");
    await page.getByRole("option", { name: "Agent 101" }).click();
    const shell = new Shell(page);
    await shell.keep(/Agent 101 was removed from /);
    await expect.poll(count).toBe(before - 1);
    await shell.undo(/Agent 101 was removed from /);
    await expect.poll(count).toBe(before);
  });

  test("pipelines: a stage is added, renamed, weighed, moved, and removed with its opportunities", async ({
    page,
    firm,
  }) => {
    await firm.opportunities([{ name: "Crane hire", stage: "Lead" }]);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/pipelines"));
    const settings = new SettingsPages(page);
    await settings.button("Add stage").click();
    await settings.dialog.getByRole("textbox", { name: "Name" }).fill("Sounding");
    await settings.confirm("Add stage");
    await expect(settings.names("Open stages").last()).toContainText("Sounding");
    await settings.edit("name of Sounding", "Survey");
    await expect(page.getByRole("button", { name: "Edit probability of Survey: No probability" })).toBeVisible();
    await settings.edit("probability of Survey", "15");
    await expect(page.getByRole("button", { name: "Edit probability of Survey: 15%" })).toBeVisible();

    // A refetch after a change must not block another change, which a removal would overtake.
    const asking = await hold(page, "opportunities.pipelineTotals");
    await settings.act("Survey", "Move up");
    await expect(settings.names("Open stages").last()).not.toContainText("Survey");
    // A closing menu returns the focus to its button, and only then can it move on.
    await expect(settings.button("More for Survey")).toBeFocused();
    await page.getByRole("button", { name: "Move Survey", exact: true }).focus();
    await page.keyboard.press("Space");
    await expect(page.getByText("Survey over position 4 of 5.")).toBeAttached();
    await pressKey(page, "ArrowUp", page.getByText("Survey over position 3 of 5."));
    await page.keyboard.press("Space");
    await expect(page.getByText("Survey dropped at 3 of 5.")).toBeAttached();
    const names = async () => (await listPipelines(firm.ctx, {}))[0]?.stages.map((stage) => stage.name).slice(0, 5);
    await expect.poll(names).toEqual(["Lead", "Qualified", "Survey", "Proposal", "Negotiation"]);
    await expect.poll(() => asking.held.length).toBeGreaterThan(0);
    asking.release();

    await settings.act("Lead", "Remove stage");
    await expect(settings.dialog).toContainText("1 opportunity goes to another stage");
    await settings.select("Its opportunities go to", "Survey");
    await settings.confirm("Remove stage");
    await expect(new Shell(page).toast("Lead removed")).toBeVisible();
    await expect(page.getByRole("main"), "its menu has gone with it").toBeFocused();
    const [pipeline] = await listPipelines(firm.ctx, {});
    const open = pipeline?.stages.filter((stage) => stage.type === "open") ?? [];
    expect(open.map((stage) => stage.name)).toEqual(["Qualified", "Survey", "Proposal", "Negotiation"]);
    expect(open[1]).toMatchObject({ name: "Survey", probability: 15 });
    await page.goto(firm.at("/opportunities"));
    await expect(new BoardPage(page).card("Crane hire", "Survey")).toBeVisible();
  });

  test("profile: a new name and a new password hold at once, other devices are signed out", async ({
    page,
    firm,
    browserOf,
  }) => {
    const mona = await firm.join("member", "Mona Member");
    const elsewhere = await browserOf(mona);
    await elsewhere.goto(firm.at("/accounts"));
    await signIn(page, mona);
    await page.goto(firm.at("/settings/profile"));
    const settings = new SettingsPages(page);
    const shell = new Shell(page);
    await page.getByRole("textbox", { name: "Name" }).fill("Mona Morgan");
    await settings.button("Save name").click();
    await expect(shell.toast("Your name is saved")).toBeVisible();
    await expect(page.getByRole("button", { name: /Mona Morgan/ })).toBeVisible();

    await page.getByLabel("Current password", { exact: true }).fill("not my password");
    await page.getByLabel("New password", { exact: true }).fill("three quiet harbours");
    await settings.button("Change password").click();
    await expect(page.getByText("This is not your current password.")).toBeVisible();
    await page.getByLabel("Current password", { exact: true }).fill(password);
    await settings.button("Change password").click();
    await expect(shell.toast("1 other device was signed out")).toBeVisible();
    // It needs no signal: it notices itself that its session is over.
    await expect(elsewhere).toHaveURL(/sign-in/);
  });

  test("API keys: shown once, good for what was allowed, refused once revoked", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/api-keys"));
    const settings = new SettingsPages(page);
    await settings.button("New API key").first().click();
    await settings.dialog.getByRole("textbox", { name: "Name" }).fill("Nightly report");
    await settings.dialog.getByRole("checkbox", { name: "See accounts" }).check();
    await settings.dialog.getByRole("textbox", { name: "Requests a minute" }).fill("40");
    await settings.dialog.getByRole("textbox", { name: "Allowed addresses" }).fill("0.0.0.0/0");
    await settings.dialog.getByRole("button", { name: "Create key" }).click();
    await expect(settings.dialog.getByText(/This range is the whole internet/)).toBeVisible();
    await settings.dialog.getByRole("textbox", { name: "Allowed addresses" }).fill("127.0.0.1 ::1");
    await settings.dialog.getByRole("button", { name: "Create key" }).click();
    const shown = page.getByRole("textbox", { name: "API key" });
    const key = await shown.inputValue();
    expect(key).toMatch(/^tl_/);
    await page.getByRole("button", { name: "Done" }).click();
    await expect(shown).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole("listitem").filter({ hasText: "Nightly report" })).toBeVisible();
    await expect(page.getByText(key)).toHaveCount(0);

    const ask = async (what: string, secret = key) =>
      (await fetch(new URL(`/api/v1/${what}`, page.url()), { headers: { authorization: `Bearer ${secret}` } })).status;
    expect([await ask("accounts"), await ask("teams")]).toEqual([200, 403]);
    await page.getByRole("link", { name: "Nightly report" }).click();
    await expect(page.getByRole("textbox", { name: "Requests a minute" })).toHaveValue("40");
    await page.getByRole("textbox", { name: "Allowed addresses" }).fill("0.0.0.0/0");
    await settings.button("Save").click();
    await expect(page.getByText(/This range is the whole internet/)).toBeVisible();
    await page.getByRole("textbox", { name: "Allowed addresses" }).fill("192.0.2.77/24");
    await expect(page.getByText(/This range is the whole internet/), "the button moves up with it").toHaveCount(0);
    await settings.button("Save").click();
    await expect(page.getByRole("textbox", { name: "Allowed addresses" })).toHaveValue("192.0.2.0/24");
    expect(await ask("accounts")).toBe(403);
    await page.getByRole("textbox", { name: "Allowed addresses" }).fill("");
    await settings.button("Save").click();
    await expect.poll(() => ask("accounts")).toBe(200);

    await settings.button("Rotate").first().click();
    await settings.dialog.getByRole("button", { name: "Rotate key" }).click();
    const renewed = await shown.inputValue();
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText(/still works until/)).toBeVisible();
    expect([await ask("accounts"), await ask("accounts", renewed)]).toEqual([200, 200]);

    // The refusals so far: a missing permission, and an address that was not allowed.
    await expect(async () => {
      await settings.button("Load the refusals again").click();
      await expect(page.getByRole("table", { name: "Refusals" })).toContainText("The address is not allowed");
    }).toPass();
    await expect(page.getByRole("table", { name: "Refusals" })).toContainText("GET /api/v1/teams");
    await expect(page.getByRole("table", { name: "Use by day" }).getByRole("row")).toHaveCount(2);

    await page.goto(firm.at("/settings/api-keys"));
    await settings.button("Revoke Nightly report").click();
    await settings.confirm("Revoke key");
    await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
    expect([await ask("accounts"), await ask("accounts", renewed)]).toEqual([401, 401]);
    const [kept] = await listApiKeys(firm.ctx, {});
    expect(kept?.revokedAt).not.toBeNull();
  });
});
