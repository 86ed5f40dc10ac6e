import { beforeEach, expect, test, vi } from "vitest";
import type { Ctx } from "@/server/context";
import { log } from "@/server/log";
import { adminQuery } from "@/test/db";
import { mailingList, mixedRows } from "@/test/foreign-people";
import { check, decide, firstOffer, importWorkspace, run, upload } from "@/test/import-trial";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const counted = async (table: "contacts" | "accounts" | "opportunities" | "members") =>
  (await adminQuery<{ n: number }>(`select count(*)::int as n from ${table} where tenant_id = $1`, [ctx.tenant.id]))[0]
    ?.n;

async function brought(name: string, text: string) {
  const complaints = [vi.spyOn(log, "error"), vi.spyOn(log, "warn")];
  const { id, files } = await upload(ctx, { [name]: text });
  await decide(ctx, id, firstOffer);
  const checked = await check(ctx, id);
  const done = await run(ctx, id);
  expect(done.totals).toEqual(checked.preview);
  for (const complaint of complaints) expect(complaint).not.toHaveBeenCalled();
  return { done, objects: files.map(({ entity }) => entity) };
}

test("people, companies and deals of one file come in at the first try", async () => {
  const { done, objects } = await brought("everything.csv", mixedRows(3_000));
  expect(objects).toEqual(["account", "contact", "opportunity"]);
  expect(done).toMatchObject({ status: "done", errors: 0, created: 600 + 3_000 + 1_200 });
  expect([await counted("contacts"), await counted("accounts"), await counted("opportunities")]).toEqual([
    3_000, 600, 1_200,
  ]);
  const [{ n } = { n: 0 }] = await adminQuery<{ n: number }>(
    "select count(*)::int as n from opportunity_contacts where tenant_id = $1",
    [ctx.tenant.id],
  );
  expect(n).toBe(2_400);
});

test("a mailing list becomes contacts at the first try, and nobody a member", async () => {
  const before = await counted("members");
  const { done, objects } = await brought("newsletter.csv", mailingList(5_000));
  expect(objects).toEqual(["contact"]);
  expect(done).toMatchObject({ status: "done", errors: 0, created: 5_000 });
  expect(await counted("members")).toBe(before);
});
