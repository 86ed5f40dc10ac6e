import "@/registry/operations";
import "@/registry/register";
import { describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { servedJobs } from "@/test/served-jobs";
import { moveFieldValues, purgeCustomFields } from "./jobs";
import { convertCustomField, previewConversion } from "./operations/convert-field";
import { getCustomFieldUsage, listCustomFields } from "./operations/list-fields";
import { deleteCustomField, undeleteCustomField } from "./operations/manage-field";
import { overdueFrom, purgeFields } from "./operations/purge-fields";
import { createCustomField } from "./operations/write-field";
import type { CustomFieldRow } from "./schema";

const { create, get, list } = contactOperations;
const { consumer } = servedJobs(moveFieldValues, purgeCustomFields);

type Given = Omit<Parameters<typeof createCustomField>[1], "entity">;
/** Contacts with these values in a field, each named by its place. */
async function contactsWith(given: Given, values: readonly unknown[]) {
  const owner = await (await testWorkspace()).role("owner");
  const field = await createCustomField(owner, { entity: "contact", ...given });
  const ctx = await later(owner);
  const ids: string[] = [];
  for (const [place, value] of values.entries())
    ids.push((await create(ctx, { firstName: `C${place}`, custom: { [field.key]: value } })).id);
  return { ctx, field, ids };
}

/** Converts, and waits until the values have moved. */
async function converted(ctx: Ctx, field: CustomFieldRow, to: Pick<Given, "kind" | "settings">) {
  const made = await convertCustomField(ctx, { id: field.id, version: field.version, ...to });
  const ended = async () => {
    while (await relayOnce(consumer));
    const sql = "select count(*)::int as ended from events where entity_id = $1 and name = 'customField.valuesMoved'";
    return (await adminQuery<{ ended: number }>(sql, [made.id]))[0]?.ended;
  };
  await expect.poll(ended).toBe(1);
  return { made, now: await later(ctx) };
}

/** The stored values of records, by the keys of fields, archived ones too. */
async function storedOf(ids: readonly string[]) {
  const rows = await adminQuery<{ id: string; custom: object | null }>(
    "select id, custom from contacts where id = any($1::uuid[])",
    [ids],
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.custom ?? null);
}

describe("another kind of a field", () => {
  test("shows before what converts: of twelve date formats, those that mean one day", async () => {
    const dates = [
      "2026-01-31",
      "31.01.2026",
      "01/31/2026",
      "31 Jan 2026",
      "January 31, 2026",
      "20260131",
      "2026/01/31",
      "31-Jan-26",
      "03/04/2026",
      "soon",
      "31.02.2026",
      "Q1 2026",
    ];
    const { ctx, field, ids } = await contactsWith({ kind: "text", label: "Since" }, dates);
    const before = await storedOf(ids);
    const foreseen = await previewConversion(ctx, { id: field.id, kind: "date" });
    expect(foreseen).toMatchObject({ total: 12, converts: 8, complete: true, options: [] });
    expect(foreseen.examples).toContainEqual({ before: "31.01.2026", after: "2026-01-31" });
    expect(foreseen.stays.map(({ value }) => value).sort()).toEqual(["03/04/2026", "31.02.2026", "Q1 2026", "soon"]);
    expect(await storedOf(ids)).toEqual(before);

    const { made, now } = await converted(ctx, field, { kind: "date" });
    expect(made).toMatchObject({ label: "Since", kind: "date", key: "since_2", position: 1 });
    const [first] = await listCustomFields(now, {});
    expect(first).toMatchObject({ label: "Since (text)", kind: "text", archivedAt: expect.any(String) });
    expect(await storedOf(ids)).toEqual(
      dates.map((text, place) => (place < 8 ? { since_2: "2026-01-31" } : { since: text })),
    );
    const found = await list(now, { conditions: [{ field: "custom.since_2", op: "is", value: "2026-01-31" }] });
    expect(found.rows).toHaveLength(8);
    expect((await get(now, { id: ids[0] ?? "" })).version).toBe(2);
    expect(JSON.stringify(await listTimeline(now, { entity: "contact", id: ids[0] ?? "" }))).toContain(
      "moved field values of",
    );
    expect(await getCustomFieldUsage(now, { id: field.id })).toMatchObject({ records: 4 });
  });

  test("makes options of texts, the most frequent first", async () => {
    const texts = ["Gold", "gold", "Tin", "Gold"];
    const { ctx, field, ids } = await contactsWith({ kind: "text", label: "Tier" }, texts);
    const { options } = await previewConversion(ctx, { id: field.id, kind: "choice" });
    expect(options.map(({ value, label }) => [value, label])).toEqual([
      ["gold", "Gold"],
      ["tin", "Tin"],
    ]);
    await converted(ctx, field, { kind: "choice" });
    expect(await storedOf(ids)).toEqual(["gold", "gold", "tin", "gold"].map((tier_2) => ({ tier_2 })));
  });

  test("converts amounts, numbers and records by name, and back to text", async () => {
    const money = await contactsWith({ kind: "money", label: "Budget" }, [{ amount: 123450, currency: "EUR" }, null]);
    await converted(money.ctx, money.field, { kind: "text" });
    expect(await storedOf(money.ids)).toEqual([{ budget_2: "1234.50 EUR" }, null]);

    const texts = await contactsWith({ kind: "text", label: "Partner" }, ["Acme", "Nobody"]);
    const account = await accountOperations.create(texts.ctx, { name: "Acme" });
    await converted(texts.ctx, texts.field, { kind: "reference", settings: { to: "account" } });
    expect(await storedOf(texts.ids)).toEqual([{ partner_2Id: account.id }, { partner: "Nobody" }]);
    const now = await later(texts.ctx);
    expect((await get(now, { id: texts.ids[0] ?? "" })).custom).toEqual({
      partner_2: { id: account.id, name: "Acme" },
    });
  });

  test("is refused for the same kind, by other versions, and for settings that do not fit", async () => {
    const { ctx, field, ids } = await contactsWith({ kind: "text", label: "Since" }, ["1"]);
    const { id } = field;
    const before = [await listCustomFields(ctx, {}), await storedOf(ids)];
    await expect(convertCustomField(ctx, { id, version: 1, kind: "text" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    await expect(convertCustomField(ctx, { id, version: 9, kind: "number" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const settings = { min: 3, max: 1 };
    await expect(convertCustomField(ctx, { id, version: 1, kind: "number", settings })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect([await listCustomFields(ctx, {}), await storedOf(ids)]).toEqual(before);
  });
});

describe("a field that was deleted a month ago", () => {
  test("is gone with its values, and no later field gets its key", async () => {
    const { ctx, field, ids } = await contactsWith({ kind: "text", label: "Old", unique: true }, ["a", "b", null]);
    const kept = await createCustomField(ctx, { entity: "contact", kind: "text", label: "Kept" });
    const deleted = await deleteCustomField(ctx, { id: field.id, version: 1 });
    const now = new Date();
    const isOverdue = async () => ((await overdueFrom(ctx))?.getTime() ?? Infinity) <= now.getTime();
    expect(await isOverdue()).toBe(false);
    expect(await purgeFields(await later(ctx), now)).toBe(0);
    expect(await storedOf(ids)).toEqual([{ old: "a" }, { old: "b" }, null]);
    await adminQuery("update custom_fields set deleted_at = now() - interval '31 days' where id = $1", [field.id]);
    expect(await isOverdue()).toBe(true);
    const { id, version } = deleted;
    await expect(undeleteCustomField(ctx, { id, version })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await purgeFields(await later(ctx), now)).toBe(1);
    expect(await storedOf(ids)).toEqual([null, null, null]);
    const sql = "select count(*)::int as count from custom_values where tenant_id = $1";
    expect(await adminQuery(sql, [ctx.tenant.id])).toEqual([{ count: 0 }]);
    expect(await overdueFrom(ctx)).toBeNull();
    expect((await listCustomFields(ctx, { deleted: true })).map((row) => row.id)).toEqual([]);
    expect((await listCustomFields(ctx, {})).map((row) => row.id)).toEqual([kept.id]);
    expect(await createCustomField(ctx, { entity: "contact", kind: "text", label: "Old" })).toMatchObject({
      key: "old_2",
    });
    expect((await get(ctx, { id: ids[0] ?? "" })).version).toBe(1);
  });
});
