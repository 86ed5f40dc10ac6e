import { updateAccount } from "@/modules/crm/accounts/operations";
import { updateOpportunity } from "@/modules/crm/opportunities/operations/update";
import { makePerson } from "../firm";
import { BoardPage } from "../pages/board";
import { ListPage } from "../pages/list";
import { RecordPage } from "../pages/record";
import { expect, signIn, test } from "../test";

const soon = { timeout: 25_000 };
/** A page that took it for markup would run it, or load a picture. */
const markup = (what: string) => `<script>window.ran=1</script><img src=x onerror=window.ran=1> ${what}`;

test("names that are markup are shown as they were typed: list, record, timeline, board and inbox", async ({
  page,
  firm,
}) => {
  const [company, bridge, carl] = [markup("company"), markup("deal"), markup("person")];
  const colleague = await firm.join("admin", await makePerson(carl));
  const account = await firm.account({ name: company });
  const [deal] = await firm.deals([{ name: bridge, stage: "Lead", accountId: account.id }]);
  if (!deal) throw new Error("There is no deal.");
  await updateAccount(colleague.ctx, { id: account.id, version: account.version, industry: markup("industry") });
  const unowned = await updateOpportunity(firm.ctx, { id: deal.id, version: deal.version, ownerId: null });
  const ownerId = firm.ctx.member?.id ?? null;
  await updateOpportunity(colleague.ctx, { id: deal.id, version: unowned.version, ownerId });

  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  await expect(new ListPage(page, "Accounts").row(company)).toBeVisible();
  await page.goto(firm.at(`/accounts/${account.id}`));
  await expect(page.getByRole("heading", { name: company, exact: true })).toBeVisible();
  const told = new RecordPage(page, company).told.filter({ hasText: markup("industry") });
  await expect(told).toContainText(carl);
  await page.goto(firm.at("/opportunities"));
  await expect(new BoardPage(page).card(bridge, "Lead")).toBeVisible();
  await page.goto(firm.at("/inbox"));
  const line = page.getByRole("listitem").filter({ hasText: `${carl} assigned ${bridge} to you` });
  await expect(line).toBeVisible(soon);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
});
