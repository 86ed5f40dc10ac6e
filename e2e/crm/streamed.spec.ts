import { contactOperations } from "@/modules/crm/contacts/operations";
import { locked } from "../superuser";
import { expect, signIn, test } from "../test";

test("an account is shown before its slow parts, which follow with the page and are not asked for again", async ({
  page,
  firm,
}) => {
  const { id } = await firm.account({ name: "Alder Ports" });
  await contactOperations.create(firm.ctx, { name: "Ann Archer", accountId: id });
  await signIn(page, firm.owner);
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/trpc/")) asked.push(...pathname.slice("/api/trpc/".length).split(","));
  });
  const people = page.getByRole("region", { name: "People" });
  const release = await locked("contacts");
  try {
    await page.goto(firm.at(`/accounts/${id}`), { waitUntil: "commit" });
    await expect(page.getByRole("heading", { name: "Alder Ports" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Family" })).toContainText("no parent");
    await expect(people).toHaveCount(0);
  } finally {
    await release();
  }
  await expect(people.getByRole("link", { name: "Ann Archer" })).toBeVisible();
  await page.getByRole("tab", { name: "Contacts 1" }).click();
  await expect(page.getByRole("tabpanel").getByRole("link", { name: /Ann Archer/ })).toBeVisible();
  const parts = /^(accounts|contacts|opportunities|pipelines)\.|^events\.timeline/;
  expect(asked.filter((operation) => parts.test(operation))).toEqual([]);
});
