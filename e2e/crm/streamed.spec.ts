import type { Page } from "@playwright/test";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { addOpportunityLine } from "@/modules/crm/opportunities/lines/operations";
import { productOperations } from "@/modules/crm/products/operations";
import type { Firm } from "../firm";
import { hold } from "../hold";
import { slowed, superuser } from "../superuser";
import { expect, signIn, test } from "../test";

/** An account with a person and an opportunity, and the person in the account's panel. */
async function visited(page: Page, firm: Firm) {
  const { id: accountId } = await firm.account({ name: "Alder Ports" });
  const { id: contactId } = await contactOperations.create(firm.ctx, { name: "Ann Archer", accountId });
  const [opportunity] = await firm.opportunities([{ name: "Quay lights", stage: "Lead", accountId, amount: 900 }]);
  // Only a table with rows of the workspace makes its readers wait.
  const id = opportunity?.id ?? "";
  const { id: productId } = await productOperations.create(firm.ctx, {
    name: "Lamp",
    price: { amount: 900, currency: "USD" },
  });
  const { version } = await addOpportunityLine(firm.ctx, {
    id,
    version: opportunity?.version ?? 1,
    productId,
    quantity: 1,
  });
  await addOpportunityContact(firm.ctx, { id, version, contactId });
  await signIn(page, firm.owner);
  // Signals of these acts may still be on their way, and would make a page ask again.
  await page.routeWebSocket(/.*/, () => undefined);
  // The first document of a server takes long, and a wait would be over by then.
  await page.goto(firm.at(`/accounts/${accountId}`));
  // Calls that this document still makes must not count for the next one.
  await page.goto("about:blank");
  const people = page.getByRole("region", { name: "People" });
  return {
    account: firm.at(`/accounts/${accountId}`),
    contact: firm.at(`/contacts/${contactId}`),
    opportunity: firm.at(`/opportunities/${id}`),
    loading: people.getByText("The people are loading"),
    ann: people.getByRole("link", { name: "Ann Archer" }),
  };
}

/** The errors that a page throws or writes to its console, and its calls for what it shows. */
function watchedBy(page: Page) {
  const [errors, calls]: [string[], string[]] = [[], []];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/(accounts|contacts|opportunities|pipelines)\.|events\.timeline/.test(pathname)) calls.push(pathname);
  });
  return { errors, calls };
}

test("an account is shown before its slow parts, which follow in the same response", async ({ page, firm }) => {
  const { account, loading, ann } = await visited(page, firm);
  const { errors, calls } = watchedBy(page);
  const release = await slowed("contacts", firm.tenant.id);
  try {
    await page.goto(account, { waitUntil: "commit" });
    await expect(page.getByRole("heading", { name: "Alder Ports" })).toBeVisible();
    await expect(loading).toBeAttached();
    await expect(ann).toHaveCount(0);
  } finally {
    await release();
  }
  await expect(ann).toBeVisible();
  await page.getByRole("tab", { name: "Contacts 1" }).click();
  await expect(page.getByRole("tabpanel").getByRole("link", { name: /Ann Archer/ })).toBeVisible();
  expect({ errors, calls }).toEqual({ errors: [], calls: [] });
});

test("no part of an opportunity waits for another, and its page can be used meanwhile", async ({ page, firm }) => {
  const { opportunity } = await visited(page, firm);
  const { errors, calls } = watchedBy(page);
  const panel = page.getByRole("tabpanel", { name: /^Products/ });
  const release = await slowed("opportunity_lines", firm.tenant.id);
  try {
    await page.goto(opportunity, { waitUntil: "commit" });
    await expect(
      page.getByRole("region", { name: "Timeline of Quay lights" }).getByRole("article").first(),
    ).toBeVisible();
    await page.getByRole("tab", { name: /^Products/ }).click();
    await expect(panel.getByText("The products are loading")).toBeAttached();
  } finally {
    await release();
  }
  await expect(panel.getByText("Lamp").first()).toBeVisible();
  expect({ errors, calls }).toEqual({ errors: [], calls: [] });
});

test("answers that are there before the browser draws leave its first drawing like the server's", async ({
  page,
  firm,
}) => {
  const { account, loading, ann } = await visited(page, firm);
  const { errors, calls } = watchedBy(page);
  const scripts = await hold(page, ".js");
  const release = await slowed("contacts", firm.tenant.id);
  try {
    await page.goto(account, { waitUntil: "commit" });
    await expect(loading).toBeAttached();
  } finally {
    await release();
  }
  // The whole response is here.
  await page.waitForLoadState("domcontentloaded");
  scripts.release();
  await expect(ann).toBeVisible();
  expect({ errors, calls }).toEqual({ errors: [], calls: [] });
});

test("a part that the server could not answer in time is asked for by its panel", async ({ page, firm }) => {
  const { account, loading, ann } = await visited(page, firm);
  const { calls } = watchedBy(page);
  const release = await slowed("contacts", firm.tenant.id, { limited: true });
  try {
    await page.goto(account, { waitUntil: "commit" });
    await expect(loading).toBeAttached();
    await expect.poll(() => calls.some((call) => call.includes("contacts.list"))).toBe(true);
  } finally {
    await release();
  }
  await expect(ann).toBeVisible();
});

test("whenever its slow part arrives, a page is drawn without an error", async ({ page, firm }) => {
  const { account, contact, opportunity, ann } = await visited(page, firm);
  const pages = [
    { path: account, slow: "contacts", shown: ann },
    { path: contact, slow: "opportunity_contacts", shown: page.getByRole("link", { name: "Quay lights" }).first() },
    {
      path: `${opportunity}?tab=contacts`,
      slow: "opportunity_contacts",
      shown: page.getByRole("tabpanel").getByText("Ann Archer").first(),
    },
  ];
  const { errors } = watchedBy(page);
  for (let step = 0; step < 20; step++) {
    for (const { path, slow, shown } of pages) {
      const release = await slowed(slow, firm.tenant.id);
      const over = superuser("select pg_sleep($1)", [step / 40]).then(release);
      await page.goto(path);
      await over;
      await expect(shown).toBeVisible();
      expect(errors, `${path} after ${step * 25} ms`).toEqual([]);
    }
  }
});
