import { randomInt } from "node:crypto";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { expect, signIn, test } from "../test";

const api = () => process.env.HUBSPOT_API_URL ?? "";

/** Plays the other side of HubSpot, by the door of its stand-in. */
async function play(door: string, body: object): Promise<Record<string, string[]>> {
  const answer = await fetch(`${api()}/admin/${door}`, {
    method: "POST",
    headers: { authorization: `Bearer ${process.env.HUBSPOT_CLIENT_SECRET}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${door}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, string[]>;
}

test("an owner connects HubSpot, rehearses, starts, fixes a problem, settles a conflict, pauses and disconnects", async ({
  page,
  firm,
}) => {
  test.setTimeout(240_000);
  // A portal of its own: a further try must not meet the records of the first.
  const portal = randomInt(100_000, 1_000_000_000);
  const company = `Portal of ${firm.slug}`;
  await play("portals", { id: portal, name: company, domain: `${firm.slug}.example` });
  const contact = { firstname: "Ana", lastname: "Ortiz", email: `ana@${firm.slug}.example`, jobtitle: "Buyer" };
  const office = `office@${firm.slug}.example`;
  const seeded = await play("seed", {
    portal,
    companies: [{ properties: { name: "Alder Ports", domain: `${firm.slug}.example` } }],
    contacts: [{ properties: contact }, { properties: { lastname: "Meyer", email: office } }],
  });
  for (const name of ["Ben Meyer", "Bea Meyer"])
    await contactOperations.create(firm.ctx, { name, emails: [{ value: office }], allowDuplicate: true });
  await accountOperations.create(firm.ctx, { name: "Alder Ports Ltd", domain: `${firm.slug}.example`, ownerId: null });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/integrations"));
  const catalogue = page.getByRole("region", { name: "CRM" });
  await catalogue.getByRole("button", { name: "Connect HubSpot" }).click();
  await page.getByText(company).first().click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("HubSpot is connected.")).toBeVisible();
  await page.getByRole("region", { name: "Connected" }).getByRole("link", { name: "HubSpot" }).click();

  await test.step("the fields are chosen, and what would happen is counted", async () => {
    await page.getByRole("button", { name: "Continue" }).click({ timeout: 60_000 });
    await expect(page.getByText("Number of employees").first()).toBeVisible();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: "Rehearse" }).click();
    await expect(page.getByText("Nothing was written")).toBeVisible({ timeout: 60_000 });
    expect(await firm.ctx.db.syncLink.count()).toBe(0);
    expect(await firm.ctx.db.contact.count({ where: { firstName: "Ana" } })).toBe(0);
  });

  await test.step("the first sync does it", async () => {
    await page.getByRole("button", { name: "Start sync" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Start sync" }).click();
    await expect(page.getByRole("button", { name: "Sync now" })).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => firm.ctx.db.contact.count({ where: { firstName: "Ana" } }), { timeout: 60_000 }).toBe(1);
  });

  await test.step("of two records that match one, the owner chooses", async () => {
    await page.getByRole("link", { name: /^Problems/ }).click();
    await page.getByRole("button", { name: "Choose", exact: true }).click({ timeout: 60_000 });
    await page.getByRole("menuitem", { name: "Bea Meyer" }).click();
    await expect(page.getByRole("button", { name: "Choose", exact: true })).toBeHidden();
    const [, externalId = ""] = seeded.contacts ?? [];
    const { recordId } = await firm.ctx.db.syncLink.findFirstOrThrow({ where: { externalId } });
    expect(await contactOperations.get(firm.ctx, { id: recordId })).toMatchObject({ name: "Bea Meyer" });
  });

  await test.step("a property that has no partner gets a field here", async () => {
    await page.getByRole("link", { name: "Fields", exact: true }).last().click();
    await page.getByRole("button", { name: "Add a field" }).click();
    await page
      .getByRole("dialog", { name: "Add a field for a property of HubSpot" })
      .getByRole("option")
      .first()
      .click();
    await expect(page.getByText(/ is a field of .+ now$/)).toBeVisible();
    expect(await firm.ctx.db.customField.count()).toBe(1);
    await page.getByRole("button", { name: "Test a record" }).click();
    const trial = page.getByRole("dialog", { name: "Test a record" });
    await trial.getByRole("radio", { name: "HubSpot" }).click();
    await trial.getByRole("textbox", { name: "Record in HubSpot" }).fill(seeded.companies?.[0] ?? "");
    await trial.getByRole("button", { name: "Test", exact: true }).click();
    await expect(trial).toContainText("Alder Ports");
    await trial.getByRole("button", { name: "Close" }).click();
    await page.goto(firm.at("/settings/integrations/hubspot/fields?object=account&field=phone"));
    await page.getByRole("button", { name: "Add a step" }).click();
    await page.getByRole("menuitem").first().click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("The fields are saved")).toBeVisible();
    await page.getByRole("link", { name: "Overview", exact: true }).click();
    await page.getByRole("button", { name: "Undo first sync" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("alertdialog")).toBeHidden();
  });

  await test.step("a value that both sides changed waits, and the owner keeps that of HubSpot", async () => {
    const ask = { where: { field: "jobTitle" }, data: { conflict: "ask" } };
    await expect.poll(() => firm.ctx.db.syncObject.count({ where: { state: "live" } }), { timeout: 60_000 }).toBe(3);
    await firm.ctx.db.syncField.updateMany(ask);
    // While it is paused, both sides change.
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
    const ana = await firm.ctx.db.contact.findFirstOrThrow({ where: { firstName: "Ana" } });
    const [id = ""] = seeded.contacts ?? [];
    await play("edit", { portal, what: "change", object: "contacts", id, properties: { jobtitle: "Director" } });
    await contactOperations.update(firm.ctx, { id: ana.id, version: ana.version, jobTitle: "Head buyer" });
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Sync now" }).click();
    await page.getByRole("link", { name: /^Problems/ }).click();
    await page.getByRole("button", { name: /^Keep HubSpot.s for Ana/ }).click({ timeout: 60_000 });
    await expect
      .poll(async () => (await contactOperations.get(firm.ctx, { id: ana.id })).jobTitle, { timeout: 60_000 })
      .toBe("Director");
    await page.getByRole("link", { name: "Log", exact: true }).click();
    await expect(page.getByText("Director").first()).toBeVisible();
  });

  await test.step("a record that is deleted there waits, and the owner archives it here", async () => {
    const [id = ""] = seeded.companies ?? [];
    await play("edit", { portal, what: "archive", object: "companies", id });
    const due = { deletedThere: "ask", comparedAt: new Date(0) };
    await firm.ctx.db.syncObject.updateMany({ where: { entity: "account" }, data: due });
    await page.getByRole("link", { name: "Overview", exact: true }).click();
    await page.getByRole("button", { name: "Sync now" }).click();
    await page.getByRole("link", { name: /^Problems/ }).click();
    await page.getByRole("button", { name: "Archive here: all 1" }).click({ timeout: 60_000 });
    await page.getByRole("alertdialog").getByRole("button", { name: "Archive here" }).click();
    await expect(page.getByText("1 problem decided")).toBeVisible();
    expect(await firm.ctx.db.account.count({ where: { archivedAt: null } })).toBe(0);
  });

  await test.step("it pauses, and ends", async () => {
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
    await page.getByRole("link", { name: "Settings", exact: true }).last().click();
    await page.getByRole("button", { name: "Disconnect HubSpot" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
    await expect(page.getByText("HubSpot is disconnected")).toBeVisible();
    expect(await firm.ctx.db.connectionSecret.count()).toBe(0);
    expect(await firm.ctx.db.contact.count({ where: { firstName: "Ana" } })).toBe(1);
  });
});
