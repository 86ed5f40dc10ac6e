import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { type Ctx, createCtx } from "@/server/context";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { ownNaughtyStrings } from "@/test/tenancy/naughty-strings";
import { getCustomFieldUsage, listCustomFields } from "./operations/list-fields";
import {
  archiveCustomField,
  deleteCustomField,
  restoreCustomField,
  undeleteCustomField,
} from "./operations/manage-field";
import { createCustomField, orderCustomFields, updateCustomField } from "./operations/write-field";
import type { CustomFieldRow } from "./schema";

const { create, update, get, list } = contactOperations;

let workspace: TestWorkspace;
let member: TestMember;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  member = await workspace.join("admin");
  admin = await workspace.as(member);
});

type Given = Omit<Parameters<typeof createCustomField>[1], "entity">;
const define = (given: Given, ctx: Ctx = admin): Promise<CustomFieldRow> =>
  createCustomField(ctx, { entity: "contact", ...given });
const defined = async () => (await listCustomFields(admin, {})).map(({ id, version }) => `${id} ${version}`);
const owner = async () => await (await testWorkspace()).role("owner");

/** An import with a file of contacts whose column fills a field; returns its id. */
async function fileWith(ctx: Ctx, field: string): Promise<string> {
  const memberId = ctx.member?.id ?? "";
  const draft = { status: "draft", createdById: memberId, askedById: memberId, totals: [], requestId: "test" };
  const { id } = await ctx.db.import.create({ data: draft, select: { id: true } });
  await ctx.db.importFile.create({
    data: {
      importId: id,
      position: 0,
      status: "ready",
      name: "contacts.csv",
      entity: "contact",
      sizeBytes: 10n,
      sha256: id,
      encoding: "utf-8",
      delimiter: ",",
      headerKey: id,
      columns: ["Column"],
      mapping: [{ column: 0, field }],
      options: {},
      choices: {},
      rowCount: 1,
    },
  });
  return id;
}

/** A refusal that changed nothing of the definitions. */
async function refuses(act: () => Promise<unknown>, refusal: object): Promise<void> {
  const before = await defined();
  await expect(act()).rejects.toMatchObject(refusal);
  expect(await defined()).toEqual(before);
}

describe("a custom field", () => {
  test("has a key of plain letters that no other field gets, even after it was deleted", async () => {
    const ctx = await owner();
    const first = await define({ kind: "text", label: "Größe (in cm)" }, ctx);
    expect(first).toMatchObject({ key: "grosse_in_cm", position: 1, version: 1, archivedAt: null });
    await deleteCustomField(ctx, { id: first.id, version: 1 });
    const again = await define({ kind: "number", label: "Größe (in cm)" }, ctx);
    expect(again.key).toBe("grosse_in_cm_2");
    expect((await define({ kind: "text", label: "2nd choice" }, ctx)).key).toBe("field_2nd_choice");
    expect((await define({ kind: "text", label: "顧客" }, ctx)).key).toBe("field");
    const long = await define({ kind: "text", label: "Tell us a very long story about anything you like" }, ctx);
    expect(long.key).toMatch(/^[a-z][a-z0-9_]{1,39}$/);
  });

  test("is not named as a built-in field, nor as another one of its object", async () => {
    await define({ kind: "text", label: "Region" });
    const refused = (label: string, named: string) =>
      refuses(() => define({ kind: "text", label }), {
        code: "VALIDATION",
        message: expect.stringContaining(named),
        details: { fields: [{ path: "label" }] },
      });
    await refused("job TITLE", "“Job title”");
    await refused("tags", "“Tags”");
    await refused("ｒｅｇｉｏｎ", "“Region”");
    const elsewhere = await createCustomField(admin, { entity: "account", kind: "text", label: "Region" });
    expect(elsewhere.key).toBe("region");
  });

  test("is refused where its settings contradict each other", async () => {
    const option = (label: string, value = label) => ({ label, value });
    const bad: [Given, string][] = [
      [{ kind: "number", label: "A", settings: { min: 5, max: 4 } }, "settings.max"],
      [{ kind: "choice", label: "A" }, "settings.options"],
      [{ kind: "choices", label: "A", settings: { options: [option("x"), option("X", "y")] } }, "settings.options"],
      [{ kind: "choice", label: "A", settings: { options: [option("x"), option("z", "x")] } }, "settings.options"],
      [{ kind: "reference", label: "A" }, "settings.to"],
      [{ kind: "text", label: "A", settings: { min: 1 } }, "settings.min"],
      [{ kind: "boolean", label: "A", required: true }, "required"],
      [{ kind: "date", label: "A", unique: true }, "unique"],
      [{ kind: "text", label: "A", unique: true, initial: "same" }, "initial"],
      [{ kind: "number", label: "A", initial: 12, settings: { max: 10 } }, "initial"],
      [{ kind: "text", label: "A", initial: "x".repeat(9), settings: { maxLength: 8 } }, "initial"],
      [{ kind: "email", label: "A", initial: "nobody" }, "initial"],
      [{ kind: "choice", label: "A", initial: "y", settings: { options: [option("x")] } }, "initial"],
      [{ kind: "member", label: "A", initial: admin.tenant.id }, "initial"],
    ];
    for (const [given, path] of bad)
      await refuses(() => define(given), { code: "VALIDATION", details: { fields: [{ path }] } });
    const many = Array.from({ length: 10_000 }, (_, place) => option(`Option ${place}`));
    await refuses(() => define({ kind: "choice", label: "A", settings: { options: many } }), {
      code: "VALIDATION",
      message: expect.stringContaining("A field can have at most 500 options."),
    });
  });

  test("is refused beside 200 others of its object", async () => {
    const ctx = await owner();
    await adminQuery(
      `insert into custom_fields (id, tenant_id, entity, key, kind, label, position, updated_at)
       select gen_random_uuid(), $1, 'contact', 'made_' || n, 'text', 'Made ' || n, n, now() from generate_series(1, 200) n`,
      [ctx.tenant.id],
    );
    await expect(define({ kind: "text", label: "One more" }, ctx)).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("200 custom fields"),
    });
    expect(await listCustomFields(ctx, { entity: "contact" })).toHaveLength(200);
    await createCustomField(ctx, { entity: "account", kind: "text", label: "One more" });
  });

  test("is seen by everybody, changed by admins, and does not exist for others", async () => {
    const { id } = await define({ kind: "text", label: "Seen" });
    const viewer = await workspace.role("viewer");
    expect((await listCustomFields(viewer, {})).map((row) => row.id)).toContain(id);
    const manager = await workspace.role("manager");
    await refuses(() => updateCustomField(manager, { id, version: 1, label: "Mine" }), { code: "FORBIDDEN" });
    await refuses(() => define({ kind: "text", label: "Theirs" }, manager), { code: "FORBIDDEN" });
    const stranger = await owner();
    expect(await listCustomFields(stranger, {})).toEqual([]);
    await refuses(() => updateCustomField(stranger, { id, version: 1, label: "Mine" }), { code: "NOT_FOUND" });
    await refuses(() => deleteCustomField(stranger, { id, version: 1 }), { code: "NOT_FOUND" });
    const hiding = createCtx({ ...viewer, hiddenFields: { contact: ["custom.seen"] } });
    expect((await listCustomFields(hiding, {})).map((row) => row.id)).not.toContain(id);
  });

  test("stands in the order and section that an admin gives it", async () => {
    const ctx = await owner();
    const [a, b, c] = [
      await define({ kind: "text", label: "A" }, ctx),
      await define({ kind: "text", label: "B" }, ctx),
      await define({ kind: "text", label: "C" }, ctx),
    ];
    const ordered = await orderCustomFields(ctx, { entity: "contact", order: [{ id: c.id, section: "Terms" }] });
    expect(ordered.map(({ label, section }) => [label, section])).toEqual([
      ["C", "Terms"],
      ["A", null],
      ["B", null],
    ]);
    const twice = [a, a].map(({ id }) => ({ id, section: null }));
    await expect(orderCustomFields(ctx, { entity: "contact", order: twice })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    await expect(
      orderCustomFields(ctx, { entity: "account", order: [{ id: b.id, section: null }] }),
    ).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await listCustomFields(ctx, {})).map(({ label }) => label)).toEqual(["C", "A", "B"]);
  });

  test("keeps its values while it is archived or deleted, and can come back for 30 days", async () => {
    const ctx = await owner();
    const field = await define({ kind: "text", label: "Kept" }, ctx);
    const { id } = await create(await later(ctx), { firstName: "Ann", custom: { kept: "yes" } });
    const value = async () => (await get(await later(ctx), { id })).custom;
    expect(await value()).toEqual({ kept: "yes" });
    const archived = await archiveCustomField(ctx, { id: field.id, version: 1 });
    expect(await value()).toEqual({});
    await define({ kind: "text", label: "Kept" }, ctx);
    await expect(restoreCustomField(ctx, { id: field.id, version: 2 })).rejects.toMatchObject({ code: "VALIDATION" });
    const renamed = await updateCustomField(ctx, { id: field.id, version: archived.version, label: "Kept first" });
    const restored = await restoreCustomField(ctx, { id: field.id, version: renamed.version });
    expect(await value()).toMatchObject({ kept: "yes" });
    const deleted = await deleteCustomField(ctx, { id: field.id, version: restored.version });
    expect(await value()).toEqual({ kept_2: null });
    expect((await listCustomFields(ctx, { deleted: true })).map((row) => row.id)).toEqual([field.id]);
    await expect(updateCustomField(ctx, { ...field, version: 5, label: "X" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await undeleteCustomField(ctx, { id: field.id, version: deleted.version });
    expect(await value()).toMatchObject({ kept: "yes" });
  });

  test("that was deleted while somebody edits it refuses the edit by name, and nothing is written", async () => {
    const ctx = await owner();
    const field = await define({ kind: "text", label: "Gone" }, ctx);
    const { id, version } = await create(await later(ctx), { firstName: "Ann", custom: { gone: "old" } });
    await deleteCustomField(ctx, { id: field.id, version: 1 });
    await expect(
      update(await later(ctx), { id, version, jobTitle: "Buyer", custom: { gone: "new" } }),
    ).rejects.toMatchObject({ code: "VALIDATION", message: 'The custom field "gone" no longer exists.' });
    expect(await get(await later(ctx), { id })).toMatchObject({ jobTitle: null, version });
  });

  test("tells how many records have a value and which imports fill it", async () => {
    const ctx = await owner();
    const options = [
      { value: "low", label: "Low" },
      { value: "high", label: "High" },
    ];
    const field = await define({ kind: "choice", label: "Level", settings: { options } }, ctx);
    const now = await later(ctx);
    await create(now, { firstName: "A", custom: { level: "low" } });
    await create(now, { firstName: "B", custom: { level: "low" } });
    await create(now, { firstName: "C" });
    const imports = [await fileWith(now, "custom.level"), await fileWith(now, "jobTitle")];
    expect(await getCustomFieldUsage(now, { id: field.id })).toEqual({
      records: 2,
      options: [{ value: "low", records: 2 }],
      imports: imports.slice(0, 1).map((id) => ({ id, name: "contacts.csv" })),
    });
    const without = (value: string) => options.filter((one) => one.value !== value);
    await expect(
      updateCustomField(now, { id: field.id, version: 1, settings: { options: without("low") } }),
    ).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("2 records have the option “Low”"),
    });
    expect((await listCustomFields(now, {}))[0]?.settings.options).toHaveLength(2);
    await updateCustomField(now, { id: field.id, version: 1, settings: { options: without("high") } });
    expect((await listCustomFields(now, {}))[0]?.settings.options).toEqual(without("high"));
    expect(list).toBeDefined();
  });
});

describe("a label that every object of JavaScript knows", () => {
  const labels = ["Constructor", "__proto__", "toString", "hasOwnProperty", "Prototype", ...ownNaughtyStrings];

  test("breaks neither lists, records, edits nor search, before and after the field is deleted", async () => {
    const ctx = await owner();
    const old = await create(ctx, { firstName: "Old", lastName: "Timer" });
    const made: CustomFieldRow[] = [];
    for (const label of labels) {
      const field = await define({ kind: "text", label }, ctx).catch(({ code }) => code);
      if (typeof field === "string") expect([label, field]).toEqual([label, "VALIDATION"]);
      else made.push(field);
      if (made.length > 40) break;
    }
    expect(made.map(({ key }) => key).filter((key) => key in {})).toEqual([]);
    const custom = Object.fromEntries(made.map(({ key, label }) => [key, `value of ${label}`.slice(0, 50)]));
    const inner = await later(ctx);
    const fresh = await create(inner, { firstName: "New", lastName: "Comer", custom });
    expect((await get(inner, { id: fresh.id })).custom).toMatchObject(custom);
    const renamed = await update(inner, { id: old.id, version: old.version, jobTitle: "Pilot" });
    expect(Object.values(renamed.custom)).toEqual(made.map(() => null));
    expect((await list(inner, {})).rows).toHaveLength(2);
    for (const { id, version } of made) await deleteCustomField(ctx, { id, version });
    const again = await update(await later(ctx), { id: old.id, version: renamed.version, jobTitle: "Co-pilot" });
    expect(again).toMatchObject({ jobTitle: "Co-pilot" });
  });

  test("as it was given before such keys were reserved: records without a value have none", async () => {
    const ctx = await owner();
    const field = await define({ kind: "text", label: "Builder" }, ctx);
    await adminQuery("update custom_fields set key = 'constructor' where id = $1", [field.id]);
    const { id, version } = await create(await later(ctx), { firstName: "Ann", lastName: "Ash" });
    const inner = await later(ctx);
    expect(await get(inner, { id })).toMatchObject({ custom: { constructor: null } });
    await update(inner, { id, version, jobTitle: "Pilot" });
    expect((await list(inner, {})).rows.map((row) => row.custom.constructor)).toEqual([null]);
    const stored = "select custom, custom_keys as keys from contacts where id = $1";
    expect(await adminQuery(stored, [id])).toEqual([{ custom: null, keys: null }]);
    await update(inner, { id, version: version + 1, custom: { constructor: "Smith & Sons" } });
    expect((await adminQuery<{ custom: object }>(stored, [id]))[0]?.custom).toEqual({ constructor: "Smith & Sons" });
  });
});
