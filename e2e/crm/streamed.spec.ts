import { contactOperations } from "@/modules/crm/contacts/operations";
import { locked } from "../superuser";
import { expect, signIn, test } from "../test";

test("an account is shown before its slow parts, which follow with the page", async ({ page, firm }) => {
  const { id } = await firm.account({ name: "Alder Ports" });
  await contactOperations.create(firm.ctx, { name: "Ann Archer", accountId: id });
  await signIn(page, firm.owner);
  const ann = page.getByRole("region", { name: "People" }).getByRole("link", { name: "Ann Archer" });
  const release = await locked("contacts");
  try {
    await page.goto(firm.at(`/accounts/${id}`), { waitUntil: "commit" });
    await expect(page.getByRole("heading", { name: "Alder Ports" })).toBeVisible();
    await expect(ann).toHaveCount(0);
  } finally {
    await release();
  }
  await expect(ann).toBeVisible();
});

test("the parts of an account are not asked for a second time", async ({ page, firm }) => {
  const { id } = await firm.account({ name: "Alder Ports" });
  await contactOperations.create(firm.ctx, { name: "Ann Archer", accountId: id });
  await signIn(page, firm.owner);
  // Signals of these acts may still be on their way, and would make it ask.
  await page.routeWebSocket(/.*/, () => undefined);
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/trpc/")) asked.push(...pathname.slice("/api/trpc/".length).split(","));
  });
  await page.goto(firm.at(`/accounts/${id}`));
  await expect(page.getByRole("region", { name: "People" }).getByRole("link", { name: "Ann Archer" })).toBeVisible();
  await page.getByRole("tab", { name: "Contacts 1" }).click();
  await expect(page.getByRole("tabpanel").getByRole("link", { name: /Ann Archer/ })).toBeVisible();
  const parts = /^(accounts|contacts|opportunities|pipelines)\.|^events\.timeline/;
  expect(asked.filter((operation) => parts.test(operation))).toEqual([]);
});
