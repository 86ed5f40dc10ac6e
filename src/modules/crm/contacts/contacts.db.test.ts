// @module-tag once

import { describe, expect, test } from "vitest";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { accountOperations } from "../accounts/operations";
import { contactOperations } from "./operations";

const { create, update, archive, upsert, get, list, stays } = contactOperations;
const owner = async () => await (await testWorkspace()).role("owner");
const countOf = async (tenantId: string) =>
  (await adminQuery<{ count: number }>("select count(*)::int from contacts where tenant_id = $1", [tenantId]))[0]
    ?.count;

describe("the name of a contact", () => {
  test("follows from first and last name, and from the first address where there is none", async () => {
    const ctx = await owner();
    const ann = await create(ctx, { firstName: "Ann", lastName: "Field" });
    expect(ann.name).toBe("Ann Field");
    const moved = await update(ctx, { id: ann.id, version: ann.version, lastName: "Brook" });
    expect(moved).toMatchObject({ name: "Ann Brook", firstName: "Ann" });
    const rows = await list(ctx, { q: "brook" });
    expect(rows.rows.map(({ id }) => id)).toEqual([ann.id]);
    const unnamed = await create(ctx, { emails: [{ value: "info@acme.example" }] });
    expect(unnamed).toMatchObject({ name: "info@acme.example", firstName: null });
  });

  test("can be given whole", async () => {
    const ctx = await owner();
    const made = await create(ctx, { name: "Maria da Silva" });
    expect(made).toMatchObject({ name: "Maria da Silva", firstName: "Maria", lastName: "da Silva" });
    const turned = await update(ctx, { id: made.id, version: made.version, name: "Souza, Maria" });
    expect(turned).toMatchObject({ name: "Maria Souza", firstName: "Maria", lastName: "Souza" });
  });

  test("is never empty", async () => {
    const ctx = await owner();
    const refusal = { code: "VALIDATION", message: expect.stringContaining("Give a first name") };
    await expect(create(ctx, { jobTitle: "Buyer" })).rejects.toMatchObject(refusal);
    expect(await countOf(ctx.tenant.id)).toBe(0);
    const { id, version } = await create(ctx, { firstName: "Ann" });
    await expect(update(ctx, { id, version, firstName: null })).rejects.toMatchObject(refusal);
    expect(await get(ctx, { id })).toMatchObject({ name: "Ann", version });
  });
});

describe("a contact that is saved although a form showed similar ones", () => {
  const similarShown = { count: 2, shared: ["name" as const, "email" as const] };
  const entryOf = async (ctx: Awaited<ReturnType<typeof owner>>, id: string) =>
    (await listTimeline(ctx, { entity: "contact", id })).rows[0];

  test("says so in its timeline, and one without a hint says nothing", async () => {
    const ctx = await owner();
    const { id } = await create(ctx, { firstName: "Ann", similarShown });
    expect(await entryOf(ctx, id)).toMatchObject({ verb: "created", data: { similarShown } });
    const other = await create(ctx, { firstName: "Ben" });
    expect((await entryOf(ctx, other.id))?.data).toEqual({});
  });

  test.each([
    { count: 0, shared: ["name" as const] },
    { count: 1, shared: [] },
    { count: 1, shared: ["name" as const, "name" as const] },
  ])("is refused with %o, and nothing is written", async (wrong) => {
    const ctx = await owner();
    await expect(create(ctx, { firstName: "Ann", similarShown: wrong })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await countOf(ctx.tenant.id)).toBe(0);
  });
});

describe("a contact that shares an address with another one", () => {
  const emails = [{ value: "new@acme.example" }, { value: "Ann@Acme.example" }];

  test("is refused with the id of the one that is there, and created when that is allowed", async () => {
    const ctx = await owner();
    const ann = await create(ctx, { firstName: "Ann", emails: [{ value: "ann@acme.example" }] });
    await expect(create(ctx, { firstName: "Anna", emails })).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringContaining("Ann"), details: { reason: "duplicate", id: ann.id } },
    });
    expect(await countOf(ctx.tenant.id)).toBe(1);
    expect(await create(ctx, { firstName: "Anna", emails, allowDuplicate: true })).toMatchObject({ name: "Anna" });
  });

  test("is asked about by an upsert that creates it, as by a new one", async () => {
    const ctx = await owner();
    const { id } = await create(ctx, { firstName: "Ann", emails: [{ value: "ann@acme.example" }] });
    const given = { externalSource: "ERP", externalId: "7", firstName: "Anna", emails };
    await expect(upsert(ctx, given)).rejects.toMatchObject({ code: "CONFLICT", details: { reason: "duplicate", id } });
    expect(await countOf(ctx.tenant.id)).toBe(1);
    expect(await upsert(ctx, { ...given, allowDuplicate: true })).toMatchObject({ created: true });
  });

  test("is created if the other one is hidden", async () => {
    const workspace = await testWorkspace();
    const [boss, member] = [await workspace.role("owner"), await workspace.join("member")];
    await create(boss, { firstName: "Ann", emails: [{ value: "ann@acme.example" }] });
    await setVisibility(boss, { entity: "contact", level: "own" });
    await create(await workspace.as(member, { visibility: { contact: "own" } }), { firstName: "Anna", emails });
    expect(await countOf(boss.tenant.id)).toBe(2);
  });

  test("is created if the other one is in the archive", async () => {
    const ctx = await owner();
    const ann = await create(ctx, { firstName: "Ann", emails: [{ value: "ann@acme.example" }] });
    await archive(ctx, ann);
    expect(await create(ctx, { firstName: "Anna", emails })).toMatchObject({ name: "Anna" });
  });

  test("is created once by two at once", async () => {
    const given = await owner();
    const act = () => create(given, { firstName: "Ann", emails });
    const answers = await atOnce(act, act);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await countOf(given.tenant.id)).toBe(1);
  });
});

describe("the addresses of a contact", () => {
  test("are found whole, whatever their case; their keys follow each change", async () => {
    const ctx = await owner();
    const { id, version } = await create(ctx, {
      firstName: "Ann",
      emails: [{ value: "Ann@Acme.example" }, { value: "ann@home.example", type: "personal" }],
    });
    await create(ctx, { firstName: "Joann", emails: [{ value: "joann@acme.example" }] });
    const found = async (op: "is" | "startsWith" | "contains", value: string) =>
      (await list(ctx, { conditions: [{ field: "emails", op, value }] })).rows.map(({ name }) => name);
    expect(await found("is", "ann@acme.EXAMPLE")).toEqual(["Ann"]);
    expect(await found("startsWith", "ann@")).toEqual(["Ann"]);
    expect(await found("contains", "acme.example")).toEqual(["Ann", "Joann"]);
    const keys = async () =>
      (await adminQuery<{ key: string }>("select key from record_keys where record_id = $1 order by key", [id])).map(
        ({ key }) => key,
      );
    expect(await keys()).toEqual(["ann@acme.example", "ann@home.example"]);
    const later = await update(ctx, { id, version, emails: [{ value: "a.field@acme.example" }] });
    expect(await keys()).toEqual(["a.field@acme.example"]);
    await contactOperations.delete(ctx, { id, version: later.version });
    expect(await keys()).toEqual([]);
  });

  test("are refused where two differ only in case or width, and nothing is written", async () => {
    const ctx = await owner();
    const emails = [{ value: "ann@acme.example" }, { value: "ANN@acme.example" }];
    const { input } = contactOperations.create;
    expect(input.safeParse({ firstName: "Ann", emails }).error?.issues[0]).toMatchObject({
      path: ["emails", 1, "value"],
      message: "This value is listed twice.",
    });
    expect(await countOf(ctx.tenant.id)).toBe(0);
  });

  test("numbers are kept in E.164 by the workspace's country; others stay as they were typed, and are marked", async () => {
    const ctx = await owner();
    const { phones } = await create(ctx, {
      firstName: "Ann",
      phones: [
        { value: "(312) 555-0142 ext. 5", type: "mobile" },
        { value: "+49 40 5550 123" },
        { value: "ask the front desk" },
      ],
    });
    expect(phones).toEqual([
      { value: "+13125550142;ext=5", type: "mobile", display: "+1 312 555 0142 ext. 5", valid: true },
      { value: "+49405550123", type: "office", display: "+49 40 5550123", valid: true },
      { value: "ask the front desk", type: "office", display: "ask the front desk", valid: false },
    ]);
    const conditions = [{ field: "phones", op: "contains" as const, value: "555-0142" }];
    expect((await list(ctx, { conditions })).rows).toHaveLength(1);
  });
});

describe("the lifecycle of a contact", () => {
  const aged = async (contactId: string) =>
    await adminQuery(
      "update record_stays set entered_at = entered_at - interval '1 day', left_at = left_at - interval '1 day' where record_id = $1",
      [contactId],
    );

  test("goes forward freely, and back with a reason; each stay is kept", async () => {
    const ctx = await owner();
    const made = await create(ctx, { firstName: "Ann" });
    const { id } = made;
    const forward = await update(ctx, { id, version: made.version, lifecycle: "customer" });
    await aged(id);
    const back = { id, version: forward.version, lifecycle: "sql" as const };
    await expect(update(ctx, back)).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("from Customer back to SQL"),
    });
    expect(await get(ctx, { id })).toMatchObject({ lifecycle: "customer", version: forward.version });
    await expect(update(ctx, { ...back, lifecycleReason: "  " })).rejects.toMatchObject({ code: "VALIDATION" });
    await update(ctx, { ...back, lifecycleReason: "The contract was cancelled." });
    const past = (await stays(ctx, { id })).map(({ value, reason, leftAt }) => [value, reason, leftAt === null]);
    expect(past).toEqual([
      ["sql", "The contract was cancelled.", true],
      ["customer", null, false],
      ["lead", null, false],
    ]);
  });

  test("keeps its reasons from members who may not read them, and nothing of it when the contact is deleted", async () => {
    const ctx = await owner();
    const { id, version } = await create(ctx, { firstName: "Ann", lifecycle: "customer" });
    await aged(id);
    const reason = "The contract was cancelled.";
    const moved = await update(ctx, { id, version, lifecycle: "sql", lifecycleReason: reason });
    const reasons = async (of: Ctx) => (await stays(of, { id })).map((entry) => entry.reason);
    expect(await reasons(ctx)).toEqual([reason, null]);
    expect(await reasons({ ...ctx, hiddenFields: { contact: ["lifecycleReason"] } })).toEqual([null, null]);
    const corrected = await update(ctx, { id, version: moved.version, lifecycleReason: "The contract ended." });
    expect(await reasons(ctx)).toEqual(["The contract ended.", null]);
    const forward = { id, version: corrected.version, lifecycle: "customer", lifecycleReason: reason } as const;
    const again = await update(ctx, forward);
    expect([again.lifecycleReason, ...(await reasons(ctx))]).toEqual([null, null, "The contract ended.", null]);
    await contactOperations.delete(ctx, { id, version: again.version });
    expect(await adminQuery("select 1 from record_stays where record_id = $1", [id])).toEqual([]);
  });

  test("a mistake is taken back without a reason", async () => {
    const ctx = await owner();
    const { id, version } = await create(ctx, { firstName: "Ann" });
    const moved = await update(ctx, { id, version, lifecycle: "churned" });
    const again = await update(ctx, { id, version: moved.version, lifecycle: "lead" });
    expect(again.lifecycle).toBe("lead");
    const later = await update(ctx, { id, version: again.version, lifecycle: "customer" });
    const other = { id, version: later.version, lifecycle: "mql" as const };
    await expect(update(ctx, other)).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await get(ctx, { id })).lifecycle).toBe("customer");
  });
});

describe("a file of contacts", () => {
  test("finds them by any of their addresses, else by account and name, and adds what it brings; others are new", async () => {
    const { ctx } = await importWorkspace();
    const acme = await accountOperations.create(ctx, { name: "Acme" });
    const emails = [{ value: "ann@acme.example" }, { value: "ann@home.example", type: "personal" as const }];
    const ann = await create(ctx, { name: "Ann Field", accountId: acme.id, emails });
    const bob = await create(ctx, { name: "Bob Hill", accountId: acme.id });
    const lone = await create(ctx, { name: "Cay Moor" });
    const eve = await create(ctx, { name: "Eve Reed", accountId: acme.id, emails: [{ value: "eve@acme.example" }] });
    const { id } = await upload(ctx, {
      "contacts.csv": [
        "First name,Last name,E-mail,Mobile,Company,Job title",
        "Annie,Field,ANN@home.example,+1 312 555 0142,Acme,Buyer",
        "Bob,Hill,bob@acme.example; b.hill@acme.example,,Acme,",
        "Cay,Moor,,,,Clerk",
        "Dan,Lake,dan@acme.example,,Acme,",
        "Eve,Reed,e.reed@acme.example,,Acme,",
        "",
      ].join("\n"),
    });
    await decide(ctx, id, () => null);
    const checked = await check(ctx, id);
    expect(checked.preview?.[0]?.objects[0]).toMatchObject({ created: 3, updated: 2 });
    await run(ctx, id);
    expect(await get(ctx, { id: ann.id })).toMatchObject({
      name: "Annie Field",
      emails,
      phones: [{ value: "+13125550142", type: "mobile" }],
      jobTitle: "Buyer",
    });
    expect((await get(ctx, { id: bob.id })).emails).toEqual([
      { value: "bob@acme.example", type: "work" },
      { value: "b.hill@acme.example", type: "work" },
    ]);
    // Nothing but a name, and another address: these may be other people.
    expect(await get(ctx, { id: lone.id })).toEqual(lone);
    expect(await get(ctx, { id: eve.id })).toEqual(eve);
    expect(await countOf(ctx.tenant.id)).toBe(7);
  });

  test("says of stages that it brings that they were imported; moves by people have their own date", async () => {
    const { ctx } = await importWorkspace();
    const known = await create(ctx, { firstName: "Ann", emails: [{ value: "ann@x.example" }] });
    const file = "First name,E-mail,Lifecycle stage\nAnn,ann@x.example,Customer\nBob,,SQL\n";
    await importAll(ctx, { "contacts.csv": file });
    const stages = async (id: string) =>
      (await stays(ctx, { id })).map(({ value, imported }) => `${value} ${imported}`);
    expect(await stages(known.id)).toEqual(["customer true", "lead false"]);
    const bob = (await list(ctx, { q: "Bob" })).rows[0];
    expect(await stages(bob?.id ?? "")).toEqual(["sql true"]);
    await update(ctx, { id: bob?.id ?? "", version: bob?.version ?? 0, lifecycle: "customer" });
    expect(await stages(bob?.id ?? "")).toEqual(["customer false", "sql true"]);
  });

  test("names a row without a name and an address, and imports the others", async () => {
    const { ctx } = await importWorkspace();
    const { id } = await upload(ctx, {
      "contacts.csv": "First name,E-mail,Job title\nAnn,,\n,,Buyer\n,x@acme.example,\n",
    });
    const checked = await check(ctx, id);
    expect(checked.preview?.[0]).toMatchObject({ good: 2, errors: 1 });
    await run(ctx, id);
    const names = (await list(ctx, {})).rows.map(({ name }) => name);
    expect(names).toEqual(["Ann", "x@acme.example"]);
  });
});
