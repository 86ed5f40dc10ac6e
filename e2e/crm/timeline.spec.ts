import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Firm } from "../firm";
import { RecordPage } from "../pages/record";
import { superuser } from "../superuser";
import { expect, signIn, test } from "../test";

const many = 400;

/** An account with a long history: an edit at noon of each day, in the zone of the firm too. */
async function oldAccount(firm: Firm): Promise<string> {
  const { id } = await firm.account({ name: "Alder Ports" });
  const { tenant, member } = firm.ctx;
  await superuser(
    `select make_partitions(m, 'quarter') from generate_series(now() - interval '2 years', now(), interval '3 months') m`,
  );
  await superuser(
    `insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, actor_member_id, before, after, data, request_id, at)
     select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
       $1, 'account.updated', 'account', $2::uuid, n, json_build_object('type', 'user', 'memberId', $3::text), $3::uuid,
       json_build_object('employees', n - 1), json_build_object('employees', n), '{}', 'test', moment
     from generate_series(1, $4::int) n
     cross join lateral (select md5($2::uuid::text || n) as hash, date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '18 hours' - ($4::int - n + 1) * interval '1 day' as moment) made`,
    [tenant.id, id, member?.id, many],
  );
  return id;
}

const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

test.describe("a timeline", () => {
  test("merges edits, shows another person's at once, and is narrowed by person and words", async ({
    page,
    firm,
    browserOf,
  }) => {
    const { id, version } = await firm.account({ name: "Alder Ports", industry: "logistics" });
    const person = await firm.join("admin", "Kami Bicknell");
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    const other = await browserOf(person);
    await other.goto(firm.at(`/accounts/${id}`));
    const theirs = new RecordPage(other, "Alder Ports");
    await record.edit("Industry", "shipping");
    await expect(theirs.timelineEntries.first()).toContainText("changed industry from logistics to shipping");
    await record.edit("Employees", "40");
    for (const entries of [record.timelineEntries, theirs.timelineEntries]) {
      await expect(entries).toHaveCount(2);
      await expect(entries.first()).toHaveText(
        /Olive Owner changed 2 fields.*Industry.*logistics.*shipping.*Employees.*40/,
      );
    }
    await theirs.edit("Employees", "50");
    await expect(record.timelineEntries.first()).toContainText("Kami Bicknell changed employees from 40 to 50");
    expect((await accountOperations.get(firm.ctx, { id })).version).toBe(version + 3);

    await page.getByRole("button", { name: "Person: Everyone" }).click();
    await page.getByRole("option", { name: "Kami Bicknell" }).click();
    await expect(record.timelineEntries).toHaveCount(1);
    await expect(page).toHaveURL(/person=/);
    await page.getByRole("button", { name: "Search the timeline" }).click();
    await page.getByRole("searchbox", { name: "Search the timeline" }).fill("logistics");
    await expect(page.getByText("No entries match these filters")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(record.timelineEntries).toHaveCount(3);
  });

  test("shows the last changes of a field over its label, and all of them in the timeline", async ({ page, firm }) => {
    const { id, version } = await firm.account({ name: "Alder Ports", employees: 10 });
    await accountOperations.update(firm.ctx, { id, version, employees: 12, industry: "ports" });
    await signIn(page, firm.owner);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(decodeURIComponent(request.url())));
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    await expect(record.timelineEntries).toHaveCount(2);
    expect(asked.filter((url) => url.includes('"field"'))).toEqual([]);
    const label = page.getByRole("complementary", { name: "Details" }).getByText("Employees", { exact: true });
    await label.hover();
    const history = page.getByRole("dialog", { name: "History of Employees" });
    await expect(history.getByRole("listitem").first()).toHaveText(/Olive Owner changed.*10 to 12/);
    await history.getByRole("link", { name: "Show all" }).click();
    await expect(record.timelineEntries.first()).toContainText("changed employees from 10 to 12");
    await expect(page.getByRole("button", { name: "Remove the filter Field" })).toBeVisible();
  });

  test("opens at a date, goes to newer entries, and renders only what is near the window", async ({ page, firm }) => {
    const id = await oldAccount(firm);
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    await expect(record.timelineEntries.first()).toBeVisible();
    await page.getByRole("button", { name: "Go to a date" }).click();
    await page.getByRole("textbox", { name: "Date" }).fill(dayBefore(200));
    await page.keyboard.press("Enter");
    await expect(record.timelineEntries.first()).toContainText(`to ${many - 200 + 1}`);
    const first = record.timelineEntries.filter({ hasText: `to ${many - 200 + 1}` });
    await page.getByRole("button", { name: "Show newer" }).click();
    await expect(record.timelineEntries.filter({ hasText: `to ${many - 200 + 2}` })).toHaveCount(1);
    await expect(first).toHaveCount(1);
    await page.getByRole("button", { name: "Today", exact: true }).click();
    await expect(record.timelineEntries.first()).toContainText("created");
    const region = page.getByRole("region", { name: "Timeline of Alder Ports" });
    for (const nth of [90, 180]) {
      await expect(async () => {
        await region.evaluate((element) => element.parentElement?.scrollTo(0, element.scrollHeight));
        const last = /from \d+ to (\d+)/.exec((await record.timelineEntries.last().textContent()) ?? "");
        expect(Number(last?.[1] ?? many)).toBeLessThan(many - nth);
      }).toPass({ intervals: [50] });
      expect(await record.timelineEntries.count()).toBeLessThan(100);
    }
  });
});

test("on a phone a timeline is filtered, and a long press shows the history of a field", { tag: "@phone" }, async ({
  page,
  firm,
}) => {
  const { id, version } = await firm.account({ name: "Alder Ports", employees: 10 });
  await accountOperations.update(firm.ctx, { id, version, employees: 12 });
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/accounts/${id}`));
  const record = new RecordPage(page, "Alder Ports");
  await expect(record.timelineEntries).toHaveCount(2);
  await page.getByRole("button", { name: "Kinds of entries: All entries" }).tap();
  await page.getByRole("menuitemradio", { name: "Stage moves" }).tap();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(record.timelineEntries).toHaveCount(2);
  await record.tab("Details");
  const label = page.getByRole("tabpanel").getByText("Employees", { exact: true });
  await label.dispatchEvent("pointerdown", { pointerType: "touch", bubbles: true });
  await expect(page.getByRole("dialog", { name: "History of Employees" })).toContainText("10 to 12");
});
