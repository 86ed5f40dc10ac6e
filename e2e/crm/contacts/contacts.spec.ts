import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { listOpportunityContacts } from "@/modules/crm/opportunities/contacts/operations";
import { RecordPage } from "../../pages/record";
import { Shell } from "../../pages/shell";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

test("a contact is made, gets a second address, and moves through its lifecycle and back", async ({ page, firm }) => {
  await accountOperations.create(firm.ctx, { name: "Alder Ports" });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/contacts"));
  await page.getByRole("button", { name: "New contact", exact: true }).first().click();
  const form = page.getByRole("dialog", { name: "New contact" });
  await form.getByRole("button", { name: "Create contact" }).click();
  await expect(form.getByText("Give a first name, a last name or an e-mail address.")).toBeVisible();
  await contactOperations.create(firm.ctx, {
    ...{ name: "Anna Field", jobTitle: "Buyer" },
    emails: [{ value: "anna@field.example" }],
  });
  await form.getByLabel("First name").fill("Ann");
  await form.getByLabel("Last name").fill("Field");
  await expect(form.getByRole("status").filter({ hasText: "Similar contact: Anna Field, Buyer" })).toBeVisible();
  await form.getByLabel("E-mail, primary").fill("anna@field.example");
  // One warning, however many parts are shared.
  await expect(form.getByRole("status").filter({ hasText: /Anna Field, Buyer.*by e-mail and name/ })).toHaveCount(1);
  await form.getByLabel("E-mail, primary").fill("ann@alder");
  await form.getByLabel("Phone, primary").fill("(312) 555-0142");
  await form.getByRole("button", { name: "Create contact" }).click();
  await expect(form.getByText("Type an e-mail address such as name@company.com.")).toBeVisible();
  await form.getByLabel("E-mail, primary").fill("ann@alder.example");
  await expect(form.getByRole("status").filter({ hasText: /Anna Field, Buyer.*\(by name\)/ })).toHaveCount(1);
  await form.getByRole("button", { name: "Create contact" }).click();
  await expect(page.getByRole("heading", { name: "Ann Field" })).toBeVisible();
  await expect(page.getByRole("link", { name: "+1 312 555 0142" })).toHaveAttribute("href", "tel:+13125550142");
  await expect(page.getByText("Saved although the form showed 1 similar contact, by name")).toBeVisible();
  const id = page.url().slice(-36);
  const now = () => contactOperations.get(firm.ctx, { id });

  await page.getByRole("button", { name: "Edit E-mails" }).click();
  const emails = page.getByRole("dialog", { name: "E-mails of Ann Field" });
  await emails.getByRole("button", { name: "Add e-mail" }).click();
  await emails.getByLabel("E-mail 2", { exact: true }).fill("ann@home.example");
  await emails.getByRole("combobox", { name: "Type of e-mail 2" }).click();
  await page.getByRole("option", { name: "Personal" }).click();
  await emails.getByRole("button", { name: "Make primary: e-mail 2" }).click();
  await emails.getByRole("button", { name: "Save" }).click();
  await expect(emails).toBeHidden();
  await expect
    .poll(async () => (await now()).emails)
    .toEqual([
      { value: "ann@home.example", type: "personal" },
      { value: "ann@alder.example", type: "work" },
    ]);

  await new RecordPage(page, "Ann Field").pick("Account", "Alder Ports");
  const lifecycle = page.getByRole("region", { name: "Lifecycle" });
  await lifecycle.getByRole("button", { name: "Customer" }).click();
  await expect(lifecycle.locator("[aria-current=step]")).toContainText("since today");
  await lifecycle.getByRole("button", { name: "MQL" }).click();
  const back = page.getByRole("dialog", { name: "Move Ann Field back to MQL" });
  await back.getByRole("button", { name: "Move back" }).click();
  await expect(back.getByText("Give a reason.")).toBeVisible();
  await back.getByLabel("Reason").fill("The order was cancelled.");
  await back.getByRole("button", { name: "Move back" }).click();
  await expect(back).toBeHidden();
  await expect.poll(now).toMatchObject({ lifecycle: "mql", lifecycleReason: "The order was cancelled." });

  await page.getByRole("link", { name: "Open Alder Ports" }).click();
  await page.getByRole("tab", { name: "Contacts 1" }).click();
  const people = page.getByRole("region", { name: "People" });
  await expect(people.getByRole("link", { name: "Call Ann Field" })).toHaveAttribute("href", "tel:+13125550142");
  await page.getByRole("region", { name: "Contacts" }).getByRole("link", { name: "Ann Field" }).click();
  await expect(page.getByRole("heading", { name: "Ann Field" })).toBeVisible();
});

test("a contact that somebody else just made is named, and saving again makes another one", async ({ page, firm }) => {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/contacts"));
  await page.getByRole("button", { name: "New contact", exact: true }).first().click();
  const form = page.getByRole("dialog", { name: "New contact" });
  const searched = page.waitForResponse((response) => response.url().includes("search.find"));
  await form.getByLabel("E-mail, primary").fill("otto@quay.example");
  await searched;
  const emails = [{ value: "otto@quay.example" }];
  const { id } = await contactOperations.create(firm.ctx, { firstName: "Otto", emails });
  await form.getByRole("button", { name: "Create contact" }).click();
  await expect(form.getByRole("alert")).toContainText("There is already a contact with one of these e-mails: Otto.");
  await expect(form.getByRole("link", { name: "Open that contact" })).toHaveAttribute("href", new RegExp(id));
  expect(await serious(page)).toEqual([]);
  await form.getByRole("button", { name: "Create contact" }).click();
  await expect(page.getByRole("heading", { name: "otto@quay.example" })).toBeVisible();
});

test("a contact opened from the list shows its place, and addresses that must not be used are no links", async ({
  page,
  firm,
}) => {
  await contactOperations.create(firm.ctx, { name: "Ann Field", emails: [{ value: "ann@alder.example" }] });
  await contactOperations.create(firm.ctx, {
    name: "Bob Hill",
    emails: [{ value: "bob@alder.example" }],
    phones: [{ value: "+1 312 555 0142" }],
    doNotCall: true,
    doNotEmail: true,
  });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/contacts"));
  await page.getByRole("link", { name: "Ann Field" }).click();
  await expect(page.getByRole("heading", { name: "Ann Field" })).toBeVisible();
  await expect(page.getByText("1 of 2", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "E-mail", exact: true })).toHaveAttribute(
    "href",
    "mailto:ann@alder.example",
  );
  await page.getByRole("button", { name: "Next record" }).click();
  await expect(page.getByRole("heading", { name: "Bob Hill" })).toBeVisible();
  await expect(page.getByText("2 of 2", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "E-mail", exact: true })).toHaveCount(0);
  await expect(page.getByText("bob@alder.example")).toBeVisible();
  await expect(page.getByText("Do not e-mail").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "bob@alder.example" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "+1 312 555 0142" })).toHaveCount(0);
});

test("contacts get roles on an opportunity, and show them on their own pages", async ({ page, firm }) => {
  const [crane] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead", account: "Alder Ports" }]);
  const id = crane?.id ?? "";
  const accountId = crane?.account?.id ?? null;
  const ann = await contactOperations.create(firm.ctx, {
    name: "Ann Field",
    jobTitle: "Head of IT",
    accountId,
    emails: [{ value: "ann@alder.example" }],
    phones: [{ value: "+1 312 555 0142" }],
    doNotCall: true,
  });
  await contactOperations.create(firm.ctx, { name: "Aaron Elsewhere" });
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/opportunities/${id}?tab=contacts`));
  await page.getByRole("button", { name: "Add contact" }).click();
  const form = page.getByRole("dialog", { name: "Add a contact to Harbour crane" });
  await form.getByRole("combobox", { name: "Contact" }).click();
  // Contacts of the account come first, whatever their names.
  await expect(page.getByRole("option")).toHaveText([/Ann Field/, /Aaron Elsewhere/]);
  await page.getByRole("option", { name: "Ann Field" }).click();
  await form.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Decides" }).click();
  await form.getByRole("button", { name: "Add contact" }).click();
  await expect(form).toBeHidden();

  const map = page.getByRole("table", { name: "Decision map" });
  await expect(map.getByRole("row", { name: /^Decides/ }).getByRole("link")).toHaveAccessibleName(
    /^Ann Field \(neutral, primary contact\)/,
  );
  await expect(map.getByText("Nobody signs yet")).toBeVisible();
  await expect(page.getByRole("tab", { name: "People 1" })).toBeVisible();
  await expect(page.getByRole("link", { name: "E-mail Ann Field" })).toHaveAttribute(
    "href",
    "mailto:ann@alder.example",
  );
  await expect(page.getByRole("link", { name: "Call Ann Field" })).toHaveCount(0);
  await expect(page.getByText("Do not call", { exact: true })).toBeAttached();

  await page.getByRole("button", { name: "Edit Stance of Ann Field" }).click();
  await page.getByRole("option", { name: "Champion" }).click();
  await expect(map.getByRole("link", { name: /^Ann Field \(champion/ })).toBeVisible();
  expect(await serious(page), "light").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveClass(/dark/);
  expect(await serious(page, ["color-contrast"]), "dark").toEqual([]);
  for (const width of [375, 320]) {
    await page.setViewportSize({ width, height: 812 });
    await expect(map.getByText("Champion", { exact: true }).last()).toBeVisible();
    expect(await serious(page), `dark, ${width}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1280, height: 800 });

  const parts = async () => (await listOpportunityContacts(firm.ctx, { id })).contacts;
  await expect.poll(parts).toMatchObject([{ role: "decides", stance: "champion", primary: true }]);
  await page.getByRole("button", { name: "More for Ann Field" }).click();
  await page.getByRole("menuitem", { name: "Remove from this opportunity" }).click();
  await expect.poll(parts).toEqual([]);
  await new Shell(page).undo("Ann Field removed");
  await expect.poll(parts).toMatchObject([{ role: "decides", stance: "champion", primary: true }]);

  await page.goto(firm.at(`/contacts/${ann.id}`));
  const roles = page.getByRole("region", { name: "Roles on opportunities" });
  await expect(roles.getByRole("link", { name: /Harbour crane/ })).toContainText("DecidesChampion");
  await expect(page.getByText("added a contact to").first()).toBeVisible();
  await page.getByRole("tab", { name: "Opportunities 1" }).click();
  await page.getByRole("region", { name: "Opportunities", exact: true }).getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Harbour crane" })).toBeVisible();
});
