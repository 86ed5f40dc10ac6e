// @module-tag once

import "@/registry/operations";
import { describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { search } from "@/modules/platform/data/search/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { type Ctx, createCtx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { listCustomFields } from "./operations/list-fields";
import { createCustomField, updateCustomField } from "./operations/write-field";
import type { CustomFieldRow } from "./schema";

const { create, update, get, list } = contactOperations;

type Given = Omit<Parameters<typeof createCustomField>[1], "entity">;
/** A workspace whose contacts have these fields. */
async function workspaceWith(...given: Given[]) {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const fields: CustomFieldRow[] = [];
  for (const one of given) fields.push(await createCustomField(owner, { entity: "contact", ...one }));
  return { workspace, fields, ctx: await later(owner) };
}
const keysOf = async (ctx: Ctx) =>
  (
    await adminQuery<{ key: string }>(
      "select field || ' ' || coalesce(text, number::text) as key from custom_values where tenant_id = $1 order by 1",
      [ctx.tenant.id],
    )
  ).map(({ key }) => key);

describe("a value that only one record may have", () => {
  const code: Given = { kind: "text", label: "Code", unique: true };

  test("is refused for another one, by field and value, and nothing is written", async () => {
    const { ctx } = await workspaceWith(code);
    const ann = await create(ctx, { firstName: "Ann", custom: { code: "Ａ-1" } });
    const bea = await create(ctx, { firstName: "Bea", custom: { code: "a-2" } });
    const refusal = {
      code: "VALIDATION",
      message: "Code: Another contact already has “a-1”.",
      details: { fields: [{ path: "custom.code" }] },
    };
    await expect(create(ctx, { firstName: "Cid", custom: { code: "a-1" } })).rejects.toMatchObject(refusal);
    await expect(update(ctx, { ...target(bea), custom: { code: "a-1" } })).rejects.toMatchObject(refusal);
    expect((await list(ctx, {})).rows.map(({ name }) => name)).toEqual(["Ann", "Bea"]);
    expect(await get(ctx, { id: bea.id })).toMatchObject({ version: 1, custom: { code: "a-2" } });
    // Its own value is no other's, and a value that was given up is free.
    const kept = await update(ctx, { ...target(ann), jobTitle: "Buyer", custom: { code: "A-1 " } });
    await update(ctx, { ...target(kept), custom: { code: null } });
    await create(ctx, { firstName: "Cid", custom: { code: "a-1" } });
  });

  test("does not tell of a record that one may not see", async () => {
    const { ctx, workspace } = await workspaceWith(code);
    await create(ctx, { firstName: "Hidden", custom: { code: "7" } });
    const member = await workspace.join("member");
    const own = await later(await workspace.as(member, { visibility: { contact: "own" } }));
    await expect(create(own, { firstName: "Mine", custom: { code: "7" } })).rejects.toMatchObject({
      code: "VALIDATION",
      message: "Code: “7” is already in use.",
    });
    await expect(create(own, { firstName: "Mine", custom: { code: "7" } })).rejects.not.toHaveProperty(
      "details.recordId",
    );
  });

  test("is given to one of two who want it at the same moment", async () => {
    const { ctx } = await workspaceWith(code);
    const make = (firstName: string) => () => create(ctx, { firstName, custom: { code: "same" } });
    const made = await atOnce(make("Ann"), make("Bea"));
    expect(made.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(made.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "VALIDATION" } });
    expect((await list(ctx, {})).rows).toHaveLength(1);
  });

  test("can be asked for once no two records share one, and no longer", async () => {
    const { ctx, fields } = await workspaceWith({ kind: "number", label: "Number", settings: { decimals: 6 } });
    const [field] = fields;
    const id = field?.id ?? "";
    const records = [];
    for (const [firstName, number] of [
      ["A", 0.000001],
      ["B", 0.000001],
      ["C", 2],
    ] as const)
      records.push(await create(ctx, { firstName, custom: { number } }));
    const [ann] = records;
    await expect(updateCustomField(ctx, { id, version: 1, unique: true })).rejects.toMatchObject({
      code: "VALIDATION",
      message: "Records share 1 value: “0.000001” (2 records). Change those first.",
      details: { fields: [{ path: "unique" }] },
    });
    expect((await listCustomFields(ctx, {}))[0]).toMatchObject({ unique: false, version: 1 });
    if (!ann) throw new Error("No record was made.");
    const moved = await update(ctx, { ...target(ann), custom: { number: 3 } });
    await updateCustomField(ctx, { id, version: 1, unique: true });
    const now = await later(ctx);
    for (const number of [2, 3, 0.000001])
      await expect(create(now, { firstName: "D", custom: { number } })).rejects.toMatchObject({ code: "VALIDATION" });
    await update(now, { ...target(moved), custom: { number: 4 } });
    await create(now, { firstName: "D", custom: { number: 3 } });
    await updateCustomField(now, { id, version: 2, unique: false });
    expect((await keysOf(now)).filter((key) => key.startsWith("!"))).toEqual([]);
    await create(await later(now), { firstName: "E", custom: { number: 3 } });
  });
});

const target = ({ id, version }: { id: string; version: number }) => ({ id, version });

describe("options", () => {
  test("that are archived stay where they are and are not chosen anew", async () => {
    const options = ["Gold", "Tin"].map((label) => ({ label, value: label.toLowerCase() }));
    const { ctx, fields } = await workspaceWith(
      { kind: "choice", label: "Tier", settings: { options } },
      { kind: "choices", label: "Topics", settings: { options } },
    );
    const ann = await create(ctx, { firstName: "Ann", custom: { tier: "tin", topics: ["tin"] } });
    const archived = options.map((one) => (one.value === "tin" ? { ...one, archived: true as const } : one));
    for (const { id } of fields) await updateCustomField(ctx, { id, version: 1, settings: { options: archived } });
    const now = await later(ctx);
    expect((await get(now, { id: ann.id })).custom).toEqual({ tier: "tin", topics: ["tin"] });
    const refusal = { code: "VALIDATION", message: expect.stringContaining("“Tin” is archived") };
    await expect(create(now, { firstName: "Bea", custom: { tier: "tin" } })).rejects.toMatchObject(refusal);
    await expect(create(now, { firstName: "Bea", custom: { topics: ["tin"] } })).rejects.toMatchObject(refusal);
    const both = await update(now, { ...target(ann), custom: { tier: "tin", topics: ["gold", "tin"] } });
    expect(both.custom).toEqual({ tier: "tin", topics: ["gold", "tin"] });
    const without = await update(now, { ...target(both), custom: { topics: ["gold"] } });
    await expect(update(now, { ...target(without), custom: { topics: ["gold", "tin"] } })).rejects.toMatchObject(
      refusal,
    );
    expect((await list(now, {})).rows).toHaveLength(1);
  });
});

describe("values of custom fields", () => {
  test("are asked for, begin with the default, and stay within their limits", async () => {
    const { ctx } = await workspaceWith(
      { kind: "text", label: "Needed", required: true },
      { kind: "text", label: "Short", settings: { maxLength: 5 } },
      { kind: "longText", label: "Story" },
      { kind: "percent", label: "Share", initial: 12.5, settings: { min: 0, max: 100 } },
    );
    const refused = async (custom: object, path: string) =>
      await expect(create(ctx, { firstName: "Ann", custom } as never)).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path }] },
      });
    await refused({}, "custom.needed");
    await refused({ needed: "x", short: "123456" }, "custom.short");
    await refused({ needed: "x", story: "x".repeat(1_000_000) }, "custom.story");
    await refused({ needed: "x", share: 101 }, "custom.share");
    expect((await list(ctx, {})).rows).toEqual([]);
    const made = await create(ctx, { firstName: "Ann", custom: { needed: "x" } });
    expect(made.custom).toEqual({ needed: "x", short: null, story: null, share: 12.5 });
    await expect(update(ctx, { ...target(made), custom: { needed: null } })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    const cleared = await update(ctx, { ...target(made), custom: { share: null } });
    expect(cleared.custom).toMatchObject({ share: null });
  });

  test("stand in the timeline under their names and can be taken back", async () => {
    const { ctx, fields } = await workspaceWith({ kind: "money", label: "Budget" });
    const made = await create(ctx, { firstName: "Ann", custom: { budget: { amount: 100, currency: "EUR" } } });
    const changed = await update(ctx, { ...target(made), custom: { budget: { amount: 250, currency: "EUR" } } });
    const told = async (as: Ctx) => JSON.stringify(await listTimeline(as, { entity: "contact", id: made.id }));
    expect(await told(ctx)).toContain("Budget");
    const hiding = createCtx({ ...ctx, hiddenFields: { contact: ["custom.budget"] } });
    expect(await told(hiding)).not.toContain("Budget");
    expect((await get(hiding, { id: made.id })).custom).toEqual({ budget: null });
    await expect(update(hiding, { ...target(changed), custom: { budget: null } })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    const back = await update(ctx, { ...target(changed), custom: { budget: { amount: 100, currency: "EUR" } } });
    expect(back.custom).toEqual({ budget: { amount: 100, currency: "EUR" } });
    // Values that come back within minutes are no change.
    await update(ctx, { ...target(back), custom: { budget: { amount: 300, currency: "EUR" } } });
    await updateCustomField(ctx, { ...target(fields[0] as CustomFieldRow), label: "Yearly budget" });
    expect(await told(await later(ctx))).toContain("Yearly budget");
  });

  test("are found by search, and no longer once they change", async () => {
    const { ctx } = await workspaceWith({ kind: "text", label: "Badge" });
    const made = await create(ctx, { firstName: "Ann", custom: { badge: "Zanzibar" } });
    const found = async () => JSON.stringify(await search(ctx, { q: "zanzibar" }));
    expect(await found()).toContain(made.id);
    await update(ctx, { ...target(made), custom: { badge: "Lisbon" } });
    expect(await found()).not.toContain(made.id);
  });

  test("sort both ways through the end of values into records without one, page by page", async () => {
    const { ctx } = await workspaceWith({ kind: "number", label: "Rank" });
    for (const [firstName, rank] of [
      ["A", 3],
      ["B", null],
      ["C", 1],
      ["D", null],
      ["E", 2],
    ] as const)
      await create(ctx, { firstName, custom: { rank } });
    const pages = async (direction: "asc" | "desc") => {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page: Awaited<ReturnType<typeof list>> = await list(ctx, {
          sort: { field: "custom.rank", direction },
          limit: 2,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.rows.map(({ name }) => name));
        if (!page.nextCursor) return seen;
        cursor = page.nextCursor;
      }
    };
    const up = await pages("asc");
    expect(up.slice(0, 3)).toEqual(["C", "E", "A"]);
    expect(up.slice(3).sort()).toEqual(["B", "D"]);
    const down = await pages("desc");
    expect(down.slice(0, 3)).toEqual(["A", "E", "C"]);
    expect(down.slice(3).sort()).toEqual(["B", "D"]);
  });

  test("that point to a record of another workspace, or to none, are refused", async () => {
    const { ctx } = await workspaceWith({ kind: "reference", label: "Partner", settings: { to: "account" } });
    const stranger = await (await testWorkspace()).role("owner");
    const foreign = await accountOperations.create(stranger, { name: "Foreign" });
    await expect(create(ctx, { firstName: "Ann", custom: { partner: foreign.id } })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const own = await accountOperations.create(ctx, { name: "Own" });
    const made = await create(ctx, { firstName: "Ann", custom: { partner: own.id } });
    expect(made.custom).toEqual({ partner: { id: own.id, name: "Own" } });
    expect((await list(ctx, {})).rows).toHaveLength(1);
  });
});
