// @module-tag once

import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { listTags } from "@/modules/platform/data/tags/operations/tags";
import type { Ctx } from "@/server/context";
import { reserve } from "@/server/usage/reserve";
import { atOnce } from "@/test/at-once";
import { later } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rowHash } from "@/test/full-workspace";
import { importWorkspace } from "@/test/import-trial";
import { addSampleData } from "./operations/add-samples";
import { removeSampleData } from "./operations/remove-samples";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace({ plan: "trial" }));
});

const count = async (table: string, where = "true") =>
  Number(
    (
      await adminQuery<{ n: string }>(`select count(*) n from ${table} where tenant_id = $1 and ${where}`, [
        ctx.tenant.id,
      ])
    )[0]?.n,
  );
const sampleTables = ["accounts", "contacts", "opportunities", "activities"];
const counts = async () => await Promise.all(sampleTables.map((table) => count(table)));

/** The id of the sample record with this name. */
async function idOf(table: string, name: string): Promise<string> {
  const [row] = await adminQuery<{ id: string }>(`select id from ${table} where tenant_id = $1 and name = $2`, [
    ctx.tenant.id,
    name,
  ]);
  return row?.id ?? "";
}

describe("sample data", () => {
  test("is a small firm with a pipeline, activities past and ahead, and one tag on each record", async () => {
    expect(await addSampleData(ctx, {})).toEqual({ records: 175 });
    expect(await counts()).toEqual([25, 60, 30, 60]);
    const own = await later(ctx);
    const [tag] = own.tenant.custom.tags;
    expect(tag).toMatchObject({ name: "Sample data", archivedAt: null });
    expect(await count("custom_values", `text = '${tag?.id}'`)).toBe(175);
    expect(await count("sample_records")).toBe(175);
    const stages = await adminQuery<{ status: string; n: string }>(
      "select status, count(distinct stage_id)::int n from opportunities where tenant_id = $1 group by status order by status",
      [ctx.tenant.id],
    );
    expect(stages).toEqual([
      { status: "lost", n: 1 },
      { status: "open", n: 4 },
      { status: "won", n: 1 },
    ]);
    expect(await count("activities", "status = 'completed' and at < now()")).toBe(36);
    expect(await count("activities", "status = 'planned' and at > now() - interval '1 day'")).toBeGreaterThan(20);
    // A contact with the customer counts, as if somebody had written it down.
    expect(await count("accounts", "touched_at is not null")).toBeGreaterThan(15);
    expect(await count("opportunities", "next_at is not null")).toBeGreaterThan(15);
    expect(await count("opportunities", `owner_id = '${ctx.member?.id}'`)).toBe(30);
    const events = "select name from events where tenant_id = $1 and name like 'workspace.sample%'";
    expect(await adminQuery(events, [ctx.tenant.id])).toEqual([{ name: "workspace.sampleDataAdded" }]);
    expect(await count("usage_events", "meter = 'importedRows' and quantity = 175")).toBe(1);
  });

  test("is refused twice, also at once, and can be added again after it was removed", async () => {
    const add = () => addSampleData(ctx, {});
    const answers = await atOnce(...Array.from({ length: 10 }, () => add));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const reasons = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as unknown] : []));
    const meanwhile = "Sample data is being added or removed. Try again in a few seconds.";
    for (const reason of reasons) expect(reason).toMatchObject({ code: "CONFLICT", message: meanwhile });
    const twice = "This workspace already has sample data. Remove it before you add it again.";
    await expect(addSampleData(ctx, {})).rejects.toMatchObject({ code: "CONFLICT", message: twice });
    expect(await counts()).toEqual([25, 60, 30, 60]);
    expect(await removeSampleData(ctx, {})).toEqual({ deleted: 175, kept: 0, unlinked: 0 });
    await expect(removeSampleData(ctx, {})).rejects.toMatchObject({ message: "This workspace has no sample data." });
    expect(await listTags(ctx, {})).toEqual([]);
    expect(await addSampleData(await later(ctx), {})).toEqual({ records: 175 });
    expect(await listTags(ctx, {})).toMatchObject([{ name: "Sample data" }]);
  });

  test("leaves own records of the same names and domains as they are", async () => {
    const own = await accountOperations.create(ctx, { name: "Northgate Telecom", domain: "northgate.example" });
    await addSampleData(ctx, {});
    expect(await accountOperations.get(ctx, { id: own.id })).toMatchObject({ version: 1, industry: null, tags: null });
    await removeSampleData(ctx, {});
    expect(await accountOperations.get(ctx, { id: own.id })).toMatchObject({ version: 1 });
  });

  test("at the limit of the plan writes nothing, and says how many rows are left", async () => {
    const most = ctx.entitlements.limit("importedRows") ?? 0;
    await reserve(ctx, { meter: "importedRows", quantity: most - 100, source: "test" });
    const before = await rowHash(ctx.tenant.id);
    await expect(addSampleData(ctx, {})).rejects.toMatchObject({
      code: "LIMIT_REACHED",
      message: expect.stringContaining("100 imported rows are left, and this needs 175 imported rows"),
    });
    expect(await rowHash(ctx.tenant.id)).toBe(before);
  });

  test("writes nothing where a field of the workspace refuses it, and says which one", async () => {
    const plain = { unique: false, initial: null, settings: {}, help: null, section: null } as const;
    await createCustomField(ctx, { ...plain, entity: "contact", kind: "text", label: "Badge", required: true });
    await expect(addSampleData(await later(ctx), {})).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Badge"),
    });
    expect(await counts()).toEqual([0, 0, 0, 0]);
  });
});

describe("the removal of sample data", () => {
  beforeEach(async () => {
    await addSampleData(ctx, {});
    ctx = await later(ctx);
  });

  test("keeps own records and the links between them, and ends those to what goes", async () => {
    const accountId = await idOf("accounts", "Cobalt Ridge Energy");
    const contactId = await idOf("contacts", "Dana Whitfield");
    const ann = await contactOperations.create(ctx, { firstName: "Ann", accountId });
    const child = await accountOperations.create(ctx, { name: "Own child", parentId: accountId });
    const deal = await createOpportunity(ctx, { name: "Own deal", accountId, competitorId: accountId });
    const side = await createOpportunity(ctx, { name: "Own side", accountId: child.id });
    await addOpportunityContact(ctx, { id: deal.id, version: 1, contactId, role: "decides" });
    await addOpportunityContact(ctx, { id: deal.id, version: 2, contactId: ann.id, role: "signs" });
    const about = [
      { entity: "account", id: accountId },
      { entity: "opportunity", id: deal.id },
    ];
    const call = await activityOperations.create(ctx, { name: "Own call", kind: "call", about });
    const outcome = await removeSampleData(ctx, {});
    expect(outcome).toEqual({ deleted: 175, kept: 0, unlinked: 3 });
    expect(await counts()).toEqual([1, 1, 2, 1]);
    expect(await contactOperations.get(ctx, { id: ann.id })).toMatchObject({ account: null, version: 2 });
    expect(await accountOperations.get(ctx, { id: child.id })).toMatchObject({ parent: null });
    const kept = await opportunityOperations.get(ctx, { id: deal.id });
    expect(kept).toMatchObject({ account: null, competitor: null });
    expect(await opportunityOperations.get(ctx, { id: side.id })).toMatchObject({ account: { id: child.id } });
    expect(await count("opportunity_contacts")).toBe(1);
    expect(await activityOperations.get(ctx, { id: call.id })).toMatchObject({ about: [{ id: deal.id }] });
    // A later edit of the same field conflicts with what the removal did, one of another field does not.
    await expect(contactOperations.update(ctx, { id: ann.id, version: 1, accountId: child.id })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await contactOperations.update(ctx, { id: ann.id, version: 1, jobTitle: "Buyer" })).toMatchObject({
      version: 3,
    });
  });

  test("takes records that somebody edited, and forgets those that somebody deleted", async () => {
    const edited = await idOf("accounts", "Dovetail Joinery");
    await accountOperations.update(ctx, { id: edited, version: 1, phone: "+43 316 123" });
    const call = await idOf("activities", "Close the twelve seats");
    await activityOperations.delete(ctx, { id: call, version: 1 });
    expect(await count("sample_records")).toBe(174);
    expect(await removeSampleData(ctx, {})).toEqual({ deleted: 174, kept: 0, unlinked: 0 });
    await expect(accountOperations.update(ctx, { id: edited, version: 2, phone: null })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("and an edit at the same moment leave either nothing or a refused edit", async () => {
    const id = await idOf("accounts", "Dovetail Joinery");
    const [removed, edited] = await atOnce<unknown>(
      () => removeSampleData(ctx, {}),
      () => accountOperations.update(ctx, { id, version: 1, phone: "+43 316 123" }),
    );
    expect(removed).toMatchObject({ status: "fulfilled", value: { deleted: 175 } });
    if (edited?.status === "rejected") expect(edited.reason).toMatchObject({ code: "NOT_FOUND" });
    expect(await counts()).toEqual([0, 0, 0, 0]);
  });

  test("keeps the tag where an own record has it, and archives it else", async () => {
    const [tag] = ctx.tenant.custom.tags;
    await accountOperations.create(ctx, { name: "Own", tags: [tag?.id ?? ""] } as never);
    await removeSampleData(ctx, {});
    expect(await listTags(ctx, {})).toMatchObject([{ id: tag?.id }]);
  });
});
