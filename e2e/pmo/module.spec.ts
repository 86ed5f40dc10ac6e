import { projectOperations } from "@/modules/pmo/projects/operations";
import { later } from "@/test/ctx";
import type { Firm } from "../firm";
import { BoardPage } from "../pages/board";
import { CheckoutPage } from "../pages/checkout";
import { RecordPage } from "../pages/record";
import { SettingsPages } from "../pages/settings";
import { Shell } from "../pages/shell";
import { superuser } from "../superuser";
import { expect, signIn, test } from "../test";

// Never tried again: an error that shows only sometimes is still an error.
test.describe.configure({ retries: 0 });

// The browser's language determines how prices are written.
test.use({ locale: "en-US" });

const name = "Crane inspection";

/** The stored projects, also while the module is off. */
const stored = ({ ctx }: Firm) =>
  superuser<{ name: string; key: string; phase: string }>(
    "select name, key, phase from projects where tenant_id = $1 order by name",
    [ctx.tenant.id],
  );

test("projects are tried, bought for the amount shown, used, and switched off and on with their records", async ({
  page,
  firm,
}) => {
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  const checkout = new CheckoutPage(page);
  const record = new RecordPage(page, name);
  const plans = page.getByRole("region", { name: "Plans" });
  const modules = page.getByRole("region", { name: "Modules" });
  // A table and a list for phones have the same buttons.
  const own = modules.locator("tr, li, [role=row]").filter({ hasText: "Projects" });
  const act = (label: string) => own.getByRole("button", { name: label }).locator("visible=true");
  const entry = page.getByRole("link", { name: "Projects", exact: true });
  const isOff = page.getByRole("heading", { name: "Projects is off" });
  const [deal] = await firm.opportunities([
    { name: "Cranes", stage: "Closed Won", account: "Alder Ports", amount: 9_000 },
  ]);
  // Two weeks later.
  await superuser("update subscriptions set trial_ends_at = now() where tenant_id = $1", [firm.ctx.tenant.id]);
  await signIn(page, firm.owner);

  await test.step("its pages are closed, and no navigation leads there", async () => {
    await page.goto(firm.at("/projects"));
    await expect(isOff).toBeVisible();
    await expect(entry).toHaveCount(0);
    await page.goto(firm.at(`/opportunities/${deal?.id}`));
    await expect(page.getByRole("tab", { name: /^Timeline/ })).toBeVisible();
    await expect(page.getByRole("tab", { name: /^Projects/ })).toHaveCount(0);
    await page.goto(firm.at("/settings/plan"));
  });

  await test.step("it is tried beside a paid plan", async () => {
    await plans.getByRole("button", { name: "Choose Professional" }).click();
    await settings.dialog.getByRole("button", { name: "Go to payment" }).click();
    await checkout.fillAddress();
    await checkout.payBy("Pays");
    await expect(shell.toast("The payment went through, and the plan is active")).toBeVisible();
    await act("Try 14 days").click();
    await settings.confirm("Start trial");
    await expect(modules).toContainText("Trial, 14 days left");
  });

  await test.step("it is bought for the amount shown", async () => {
    await act("Switch on").click();
    await expect(settings.dialog).toContainText("Projects is switched on today");
    await expect(settings.dialog).toContainText("$490.00");
    await settings.dialog.getByRole("button", { name: "Pay $490" }).click();
    await expect(shell.toast("Projects is on")).toBeVisible();
    await expect(modules).toContainText("1 add-on bought, $490 a year");
  });

  await test.step("a won opportunity becomes a project of its account", async () => {
    await page.goto(firm.at(`/opportunities/${deal?.id}`));
    await record.tab("Projects");
    await page.getByRole("button", { name: "New project" }).click();
    const form = page.getByRole("dialog", { name: "New project" });
    await form.getByLabel("Name", { exact: true }).fill(name);
    await form.getByRole("button", { name: "Create project" }).click();
    await expect(shell.toast(`${name} created`)).toBeVisible();
    await page.getByRole("link", { name }).first().click();
    await expect(page.getByRole("heading", { name })).toBeVisible();
    await expect(page.getByRole("link", { name: "Alder Ports" }).first()).toBeVisible();
    expect(await stored(firm)).toEqual([{ name, key: "CI", phase: "setup" }]);
  });

  await test.step("it goes along its phases to its end, and a pause says why", async () => {
    const phase = async () => (await stored(firm))[0]?.phase;
    await page.getByRole("button", { name: "Begin planning" }).click();
    await expect.poll(phase).toBe("planning");
    await record.tab("Checklist");
    await page.getByRole("button", { name: "Add checklist item" }).click();
    const item = page.getByRole("dialog", { name: `Add a checklist item to ${name}` });
    await item.getByLabel("Item").fill("Access given");
    await item.getByRole("radiogroup", { name: "Needed" }).getByRole("radio", { name: "Yes" }).click();
    await item.getByRole("button", { name: "Add checklist item" }).click();
    await page.getByRole("button", { name: "Start work" }).click();
    await expect(page.getByText("“Access given” on the checklist is needed before work starts.")).toBeVisible();
    expect(await phase()).toBe("planning");
    await page.getByRole("checkbox", { name: "Done: Access given" }).check();
    await expect(page.getByRole("tab", { name: "Checklist 1 of 1" })).toBeVisible();
    await page.getByRole("button", { name: "Start work" }).click();
    await expect.poll(phase).toBe("active");
    await page.getByRole("button", { name: "Track setup" }).click();
    const setup = page.getByRole("region", { name: "Setup" });
    await setup.getByRole("checkbox", { name: "Testing" }).check();
    await expect(setup.getByText("25%", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    const asked = page.getByRole("dialog", { name: `Pause ${name}` });
    await asked.getByLabel("Reason").fill("The port is closed for a week.");
    await asked.getByRole("button", { name: "Pause" }).click();
    await expect.poll(phase).toBe("paused");
    await page.getByRole("button", { name: "Resume", exact: true }).click();
    await expect.poll(phase).toBe("active");
    await page.getByRole("button", { name: "Complete", exact: true }).click();
    await expect.poll(phase).toBe("completed");
    await page.goto(firm.at("/projects/board"));
    await expect(new BoardPage(page).card(name, "Completed")).toBeVisible();
  });

  await test.step("switched off its pages are closed and its records stay, switched on they are there", async () => {
    const before = await stored(firm);
    await page.goto(firm.at("/settings/plan"));
    await act("Switch off").click();
    await expect(settings.dialog).toContainText("It stays paid for until you remove it from the plan.");
    await settings.confirm("Switch off");
    await expect(shell.toast("Projects is off")).toBeVisible();
    await page.goto(firm.at("/projects"));
    await expect(isOff).toBeVisible();
    await expect(entry).toHaveCount(0);
    expect(await stored(firm)).toEqual(before);
    await page.getByRole("link", { name: "Plan and modules" }).click();
    await act("Switch on").click();
    await expect(settings.dialog).toContainText("It costs nothing extra.");
    await settings.confirm("Switch on");
    await page.goto(firm.at("/projects"));
    await expect(page.getByRole("row", { name: new RegExp(name) })).toBeVisible();
    await expect(entry).toBeVisible();
    expect((await projectOperations.list(await later(firm.ctx), {})).total).toBe(1);
  });

  await test.step("a smaller plan says that it is switched off", async () => {
    await page.goto(firm.at("/settings/plan"));
    await plans.getByRole("button", { name: "Move to Starter" }).click();
    await expect(settings.dialog).toContainText("1 module is switched off");
    await expect(settings.dialog).toContainText("Projects");
  });
});
