import { beforeAll, describe, expect, test } from "vitest";
import { accounts } from "@/modules/crm/accounts/fields";
import { crm } from "@/modules/crm/module";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { memberScope } from "@/modules/platform/identity/members/scope";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { importWorkspace } from "@/test/import-trial";
import { crud } from "./crud";
import { nounImport } from "./import/noun-import";
import { type Change, rule } from "./rule";

type Fields = typeof accounts.fields;

/** How many changes each call of `load` got. */
const loads: number[] = [];
/** The changes that the rule saw: who writes, the phone before and after. */
const seen: string[] = [];

/** An industry follows from the phone, and some phones are refused. */
const guarded = crud(crm, accounts, {
  targets: { parent: "self", owner: memberScope },
  rule: rule<Fields, ReadonlyMap<string, number>>({
    fields: ["phone", "owner"],
    async load(ctx, changes) {
      loads.push(changes.length);
      const ids = changes.flatMap(({ after }) => (after.ownerId ? [after.ownerId] : []));
      const owned = await ctx.db.account.groupBy({ by: ["ownerId"], where: { ownerId: { in: ids } }, _count: true });
      return new Map(owned.map(({ ownerId, _count }) => [String(ownerId), _count]));
    },
    decide(change: Change<Fields>, owned) {
      const { before, after, by } = change;
      seen.push(`${by} ${before?.phone ?? "-"} ${after.phone ?? "-"}`);
      if (after.phone === "throw") throw new Error("A fault in a rule.");
      if (after.phone === "refuse") return { field: "phone", reason: "This phone is taken." };
      if (before && before.ownerId !== after.ownerId && (owned.get(after.ownerId ?? "") ?? 0) > 0)
        return { field: "owner", reason: "This member has enough accounts." };
      return after.phone ? { set: { industry: `Phone ${after.phone}` } } : null;
    },
  }),
});
const { importer, revert } = nounImport(guarded.runtime);

let ctx: Ctx;
beforeAll(async () => {
  ({ ctx } = await importWorkspace());
});

const stateOf = async (id: string) =>
  await adminQuery("select name, phone, industry, version, owner_id from accounts where id = $1", [id]);
const eventsOf = async (id: string) =>
  await adminQuery("select name from events where entity_id = $1 order by id", [id]);
const called = async (name: string) =>
  await adminQuery<{ phone: string | null; industry: string | null }>(
    "select phone, industry from accounts where tenant_id = $1 and name = $2",
    [ctx.tenant.id, name],
  );

async function importRows(rows: readonly Record<string, string>[], dry = false) {
  const { id: importId } = await createImport(ctx, {});
  const inImport = { ...ctx, batchId: importId } as Ctx;
  const given = rows.map((values, place) => ({ line: place + 2, values }));
  const options = { ownerId: null, answers: {}, recogniseBy: "name" };
  return { importId, inImport, ...(await importer.upsert(inImport, { importId, options, rows: given, dry })) };
}

describe("the rule of a noun", () => {
  test("sets values of new and changed records, and does not see writes of other fields", async () => {
    const made = await guarded.create(ctx, { name: "Sets", phone: "1" });
    expect(made.industry).toBe("Phone 1");
    const changed = await guarded.update(ctx, { id: made.id, version: made.version, phone: "2" });
    expect(changed).toMatchObject({ phone: "2", industry: "Phone 2" });
    seen.length = 0;
    const other = await guarded.update(ctx, { id: made.id, version: changed.version, industry: "Mining" });
    expect(other.industry).toBe("Mining");
    expect(seen).toEqual([]);
    const [event] = await adminQuery("select after from events where entity_id = $1 and entity_version = 2", [made.id]);
    expect(event).toMatchObject({ after: { phone: "2", industry: "Phone 2" } });
  });

  test("refuses with the name of the field, and nothing is written", async () => {
    await expect(guarded.create(ctx, { name: "Refused", phone: "refuse" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "phone", message: "This phone is taken." }] },
    });
    expect(await called("Refused")).toEqual([]);
    const made = await guarded.create(ctx, { name: "Stays", phone: "1" });
    const before = await stateOf(made.id);
    await expect(
      guarded.update(ctx, { id: made.id, version: made.version, phone: "refuse", name: "Moved" }),
    ).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await stateOf(made.id)).toEqual(before);
    expect(await eventsOf(made.id)).toEqual([{ name: "account.created" }]);
  });

  test("that throws stops the whole write", async () => {
    const made = await guarded.create(ctx, { name: "Throws", phone: "1" });
    const before = await stateOf(made.id);
    await expect(guarded.update(ctx, { id: made.id, version: made.version, phone: "throw" })).rejects.toThrow(
      "A fault in a rule.",
    );
    expect(await stateOf(made.id)).toEqual(before);
    await expect(importRows([{ name: "Fine" }, { name: "Throws", phone: "throw" }])).rejects.toThrow(
      "A fault in a rule.",
    );
    expect(await called("Fine")).toEqual([]);
    expect(await stateOf(made.id)).toEqual(before);
  });

  test("refuses single records of a bulk act, at the field", async () => {
    const free = await guarded.create(ctx, { name: "Bulk one", phone: "1", ownerId: null });
    const other = await guarded.create(ctx, { name: "Bulk two", phone: "1", ownerId: null });
    const [{ id: ownerId }] = (await adminQuery<{ id: string }>("select id from members where tenant_id = $1 limit 1", [
      ctx.tenant.id,
    ])) as [{ id: string }];
    await adminQuery("update accounts set owner_id = null where tenant_id = $1", [ctx.tenant.id]);
    const report = await guarded.bulk(ctx, { ids: [free.id, other.id], action: { type: "edit", ownerId } });
    expect(report).toMatchObject({
      done: [{ id: free.id }],
      failed: [{ id: other.id, message: "This member has enough accounts." }],
    });
    expect((await guarded.get(ctx, { id: other.id })).owner).toBeNull();
  });
});

describe("in an import", () => {
  test("it loads once for a batch, sets values, and keeps refused rows out", async () => {
    loads.length = 0;
    const rows = [{ name: "Row one", phone: "7" }, { name: "Row two", phone: "refuse" }, { name: "Row three" }];
    const done = await importRows(rows);
    expect(done.problems).toEqual([{ line: 3, field: "phone", reason: "This phone is taken." }]);
    expect(loads).toEqual([3]);
    expect(await called("Row one")).toEqual([{ phone: "7", industry: "Phone 7" }]);
    expect(await called("Row two")).toEqual([]);
    expect(await called("Row three")).toEqual([{ phone: null, industry: null }]);
  });

  test("a preview says the same and writes nothing", async () => {
    const done = await importRows(
      [
        { name: "Dry one", phone: "7" },
        { name: "Dry two", phone: "refuse" },
      ],
      true,
    );
    expect(done.problems).toEqual([{ line: 3, field: "phone", reason: "This phone is taken." }]);
    expect(done.counts.account).toMatchObject({ created: 1 });
  });

  test("a revert is refused for a record whose earlier values it refuses", async () => {
    const made = await guarded.create(ctx, { name: "Back", phone: "1" });
    await adminQuery("update accounts set phone = 'refuse' where id = $1", [made.id]);
    const { importId, inImport, touched } = await importRows([{ name: "Back", phone: "9" }]);
    expect(await called("Back")).toEqual([{ phone: "9", industry: "Phone 9" }]);
    const records = touched.map(({ id, action, version, before }) => ({ id, action, version, before }));
    const outcome = await revert.revert(inImport, { importId, entity: "account", records });
    expect(outcome).toEqual([{ id: made.id, outcome: "kept", reason: "This phone is taken." }]);
    expect(await called("Back")).toEqual([{ phone: "9", industry: "Phone 9" }]);
  });
});
