import type { Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Firm } from "../../firm";
import { ListPage } from "../../pages/list";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { tabTo } from "../../press";
import { serious } from "../../serious";
import { superuser } from "../../superuser";
import { expect, signIn, test } from "../../test";

async function choose(page: Page, record: string, act: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${record}` }).click();
  await page.getByRole("menuitem", { name: act }).click();
}

/** A contact of an account, with a call about both. */
async function withPerson(firm: Firm) {
  const account = await firm.account({ name: "Alder Ports" });
  const emails = [{ value: "ann@alder.example", type: "work" as const }];
  const person = await contactOperations.create(firm.ctx, {
    firstName: "Ann",
    lastName: "Field",
    emails,
    accountId: account.id,
  });
  const about = [person, account].map(({ id }, place) => ({ entity: place === 0 ? "contact" : "account", id }));
  await activityOperations.create(firm.ctx, { name: "Call Ann", about });
  return { account, person };
}

test("an owner exports what is held on a person and anonymises them; the history keeps a person", async ({
  page,
  firm,
}) => {
  const { person } = await withPerson(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/contacts/${person.id}`));
  const shell = new Shell(page);

  await choose(page, "Ann Field", "Export personal data");
  const asked = page.getByRole("alertdialog");
  const file = page.waitForEvent("download");
  await asked.getByRole("button", { name: "Export personal data" }).click();
  expect((await file).suggestedFilename()).toMatch(/^ann-field-.*\.json$/);
  await expect(shell.toast("The file was saved")).toBeVisible();

  await choose(page, "Ann Field", "Anonymise");
  const act = asked.getByRole("button", { name: "Anonymise contact" });
  await expect(asked).toContainText("1 activity: Call Ann");
  await expect(act).toBeDisabled();
  await asked.getByLabel("Type Ann Field to confirm.").fill("Ann");
  await expect(act).toBeDisabled();
  await asked.getByLabel("Type Ann Field to confirm.").fill("Ann Field");
  expect(await serious(page)).toEqual([]);
  await act.click();
  await expect(asked).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "A person" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("ann@alder.example");
  await page.goto(firm.at("/contacts?archived=true"));
  await expect.poll(() => new ListPage(page, "Contacts").names()).toEqual([expect.stringContaining("A person")]);
});

test("a person is anonymised by keyboard alone", async ({ page, firm }) => {
  const { person } = await withPerson(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/contacts/${person.id}`));
  await tabTo(page, page.getByRole("button", { name: "More for Ann Field" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Anonymise" })).toBeVisible();
  await page.keyboard.type("anon");
  await page.keyboard.press("Enter");
  const asked = page.getByRole("alertdialog", { name: "Anonymise Ann Field?" });
  await tabTo(page, asked.getByLabel("Type Ann Field to confirm."));
  await page.keyboard.type("Ann Field");
  await tabTo(page, asked.getByRole("button", { name: "Anonymise contact" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "A person" })).toBeVisible();
});

test("texts that mention a person are shown before, and one that is left out stays", async ({ page, firm }) => {
  const { person } = await withPerson(firm);
  const kept = await accountOperations.create(firm.ctx, { name: "Brook Rail", description: "Founded by Ann Field" });
  const other = await accountOperations.create(firm.ctx, { name: "Cove Lines", description: "Mail ann@alder.example" });
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/contacts/${person.id}`));
  await choose(page, "Ann Field", "Anonymise");
  const asked = page.getByRole("alertdialog");
  const accounts = asked.getByRole("group", { name: "Accounts" });
  await expect(accounts).toContainText("Founded by Ann Field");
  await expect(accounts.getByRole("link", { name: "Brook Rail" })).toHaveAttribute("href", new RegExp(kept.id));
  await expect(accounts.getByRole("checkbox", { name: "Accounts (2)" })).toBeChecked();
  await accounts.getByRole("checkbox", { name: "Erase the person from Brook Rail" }).click();
  await expect(accounts.getByRole("checkbox", { name: "Accounts (2)" })).toHaveAttribute("aria-checked", "mixed");
  expect(await serious(page)).toEqual([]);
  await asked.getByLabel("Type Ann Field to confirm.").fill("Ann Field");
  await asked.getByRole("button", { name: "Anonymise contact" }).click();
  await expect(new Shell(page).toast("what you left out stays")).toBeVisible();
  const textOf = async (id: string) => (await accountOperations.get(firm.ctx, { id })).description?.text;
  await expect.poll(() => textOf(other.id)).toBe("Mail Erased");
  expect(await textOf(kept.id)).toBe("Founded by Ann Field");
});

test("on a phone, a person is anonymised by the same menu", { tag: "@phone" }, async ({ page, firm }) => {
  const { person } = await withPerson(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/contacts/${person.id}`));
  await choose(page, "Ann Field", "Anonymise");
  const asked = page.getByRole("alertdialog", { name: "Anonymise Ann Field?" });
  await asked.getByLabel("Type Ann Field to confirm.").fill("Ann Field");
  await asked.getByRole("button", { name: "Anonymise contact" }).tap();
  await expect(page.getByRole("heading", { level: 1, name: "A person" })).toBeVisible();
});

test("an account that a contact needs is not deleted, and names the contact; afterwards it is, by its name", async ({
  page,
  firm,
}) => {
  const { account, person } = await withPerson(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/accounts/${account.id}`));
  await choose(page, "Alder Ports", "Delete permanently");
  const asked = page.getByRole("alertdialog");
  await expect(asked).toContainText("1 contact refers to this account.");
  await expect(asked).toContainText("1 contact: Ann Field");
  await expect(asked.getByRole("button", { name: "Delete account" })).toBeDisabled();
  await asked.getByRole("button", { name: "Cancel" }).click();

  const { version } = await contactOperations.get(firm.ctx, { id: person.id });
  await contactOperations.update(firm.ctx, { id: person.id, version, accountId: null });
  await choose(page, "Alder Ports", "Delete permanently");
  await expect(asked).toContainText("1 activity: Call Ann");
  await asked.getByLabel("Type Alder Ports to confirm.").fill("Alder Ports");
  await asked.getByRole("button", { name: "Delete account" }).click();
  await expect(new Shell(page).toast("Alder Ports deleted")).toBeVisible();
  await expect(page).toHaveURL(/\/accounts$/);
});

test("the days after which archived records are deleted are set, and the archived list shows the day", async ({
  page,
  firm,
}) => {
  const old = await firm.account({ name: "Brook Rail" });
  await accountOperations.archive(firm.ctx, { id: old.id, version: old.version });
  await superuser("update accounts set archived_at = now() - interval '40 days' where id = $1", [old.id]);
  const young = await firm.account({ name: "Cove Lines" });
  await accountOperations.archive(firm.ctx, { id: young.id, version: young.version });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/general"));
  const settings = new SettingsPages(page);
  const days = page.getByRole("textbox", { name: "Delete after days" });
  await days.fill("3");
  await settings.button("Save days").click();
  await expect(page.getByText("Use a whole number of days from 7 to 3,650.")).toBeVisible();
  await days.fill("90");
  await settings.button("Save days").click();
  const asked = page.getByRole("alertdialog", { name: "Delete archived records after 90 days?" });
  await expect(asked).toContainText("No record was archived that long ago yet.");
  await asked.getByRole("button", { name: "Cancel" }).click();
  await days.fill("45");
  await settings.button("Save days").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete after 45 days" }).click();
  await expect(new Shell(page).toast("Archived records are deleted after 45 days")).toBeVisible();
  await page.goto(firm.at("/accounts?archived=true"));
  const list = new ListPage(page, "Accounts");
  await expect(list.rows).toHaveCount(2);
  await expect(list.head("Deleted on")).toBeVisible();
});
