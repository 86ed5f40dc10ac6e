import type { Locator } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { makePerson } from "../firm";
import { BoardPage } from "../pages/board";
import { ListPage } from "../pages/list";
import { RecordPage } from "../pages/record";
import { expect, signIn, test } from "../test";

/** A page that treated it as markup would contain another picture; the policy keeps it from running. */
const markup = (what: string) => `<script>alert(1)</script><img src=x onerror=alert(1)> ${what}`;

/** No text leaves its box, where its end would be cut off without a sign of it. */
const fits = (place: Locator) =>
  expect.poll(() => place.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(1);

test("names that are markup, and words without end, are shown as they were typed: list, record, timeline, board and inbox", async ({
  page,
  firm,
}) => {
  const [company, bridge, carl] = [markup(`company${"ny".repeat(60)}`), markup("opportunity"), markup("person")];
  const colleague = await firm.join("admin", await makePerson(carl));
  const account = await firm.account({ name: company });
  const [opportunity] = await firm.opportunities([{ name: bridge, stage: "Lead", accountId: account.id }]);
  if (!opportunity) throw new Error("There is no opportunity.");
  await accountOperations.update(colleague.ctx, {
    id: account.id,
    version: account.version,
    industry: markup("industry"),
  });
  const unowned = await opportunityOperations.update(firm.ctx, {
    id: opportunity.id,
    version: opportunity.version,
    ownerId: null,
  });
  const ownerId = firm.ctx.member?.id ?? null;
  await opportunityOperations.update(colleague.ctx, { id: opportunity.id, version: unowned.version, ownerId });

  const asTyped = async (text: Locator) => {
    await expect(text).toBeVisible();
    await expect(page.locator("img[src=x]")).toHaveCount(0);
  };
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  await asTyped(new ListPage(page, "Accounts").row(company));
  await page.goto(firm.at(`/accounts/${account.id}`));
  await asTyped(page.getByRole("heading", { name: company, exact: true }));
  const record = new RecordPage(page, company);
  const timelineEntries = record.timelineEntries.filter({ hasText: markup("industry") });
  await asTyped(timelineEntries.filter({ hasText: carl }));
  for (const place of [timelineEntries, record.field("Name"), record.field("Industry")]) await fits(place);
  await page.goto(firm.at("/opportunities"));
  await asTyped(new BoardPage(page).card(bridge, "Lead"));
  await page.goto(firm.at("/inbox"));
  await asTyped(page.getByRole("listitem").filter({ hasText: `${carl} assigned ${bridge} to you` }));
});
