import "@/registry/register";
// In full: see `isFull` in `rounds.ts`.
import "./digests.db.test";
import { expect, test } from "vitest";
import { dayLater, localDay } from "@/lib/working-time";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { type DigestReader, digestNow, digestReader } from "@/test/digests";
import { mailsTo } from "@/test/mail";
import { statementsOf } from "@/test/plans";

const many = 100_000;

test("a digest of 100,000 overdue items takes the statements of one item, names ten and says how many more", async () => {
  const firm = await testWorkspace();
  const [few, busy] = [await digestReader(firm), await digestReader(firm)];
  const dueOn = dayLater(localDay(new Date(), "UTC"), -1);
  await activityOperations.create(few.ctx, { name: "One", kind: "task", dueOn } as never);
  await adminQuery(
    `insert into activities (id, tenant_id, name, name_key, kind, status, owner_id, starts_at, at, updated_at)
     select gen_random_uuid(), $1, 'Call ' || n, 'call ' || n, 'call', 'planned', $2, t.at, t.at, now()
     from generate_series(1, ${many}) n, lateral (select now() - n * interval '1 minute' - interval '2 days' as at) t`,
    [firm.tenant.id, busy.member.id],
  );
  await adminQuery("analyze activities");
  const sent = async (one: DigestReader) => (await statementsOf(() => digestNow(one))).length;
  const [ofFew, ofMany] = [await sent(few), await sent(busy)];
  expect(ofMany).toBeLessThanOrEqual(ofFew);
  const [mail] = await mailsTo(busy.member.email);
  expect(mail?.subject).toContain("1,000+ overdue");
  expect(mail?.text).toContain("More than 990 more");
  expect(new Set(mail?.links.filter((link) => link.includes("/activities/"))).size).toBe(10);
}, 120_000);
