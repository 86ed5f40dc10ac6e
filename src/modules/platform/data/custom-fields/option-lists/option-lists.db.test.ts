import "@/registry/operations";
import { describe, expect, test } from "vitest";
import { nounOf } from "@/lib/nouns/all";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { snakeCase } from "@/server/nouns/snake-case";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importOf, importWorkspace, run, upload } from "@/test/import-trial";
import { createImport } from "../../imports/operations/manage-imports";
import { makeImportOptions } from "../../imports/own-fields/operations";
import { getChangedLists, listOptionLists, updateOptionList } from "./operations/option-lists";
import type { OptionListRow } from "./schema";

const owner = async (): Promise<Ctx> => await (await testWorkspace()).role("owner");

async function listOf(ctx: Ctx, name: string): Promise<OptionListRow> {
  const found = (await listOptionLists(ctx, {})).find((one) => one.name === name);
  if (!found) throw new Error(`There is no list ${name}.`);
  return found;
}

type Options = Parameters<typeof updateOptionList>[1]["options"];

const plain = ({ options }: OptionListRow): Options => options.map(({ builtIn: _, ...option }) => option);

/** The context after a change of the options of a list. */
async function changed(ctx: Ctx, name: string, change: (options: Options) => Options): Promise<Ctx> {
  const list = await listOf(ctx, name);
  await updateOptionList(ctx, { name, version: list.version, options: change(plain(list)) });
  return await later(ctx);
}

const fair = { value: "messe", label: "Messe", color: "teal" } as const;
const withFair = (options: Options): Options => [...options, fair];
const archived =
  (value: string) =>
  (options: Options): Options =>
    options.map((option) => (option.value === value ? { ...option, archived: true } : option));

/** A refusal that left the list as it was. */
async function refused(ctx: Ctx, name: string, change: (options: Options) => Options, message: RegExp): Promise<void> {
  const before = await listOf(ctx, name);
  await expect(changed(ctx, name, change)).rejects.toMatchObject({ code: "VALIDATION", message });
  expect(await listOf(ctx, name)).toEqual(before);
}

describe("the options of a built-in choice", () => {
  test("are the same in every workspace until it changes them, and one list for all fields with it", async () => {
    const ctx = await owner();
    const before = await listOf(ctx, "leadSource");
    expect(before).toMatchObject({ label: "Lead source", version: 1 });
    expect(before.fields.map(({ entity }) => entity).toSorted()).toEqual(["contact", "opportunity"]);
    expect(before.options.every(({ builtIn }) => builtIn)).toBe(true);
    const after = await changed(ctx, "leadSource", withFair);
    const list = await listOf(after, "leadSource");
    expect(list.version).toBe(2);
    expect(list.options.at(-1)).toEqual({ ...fair, builtIn: false });
    expect(await listOf(await owner(), "leadSource")).toEqual(before);
    expect((await listOf(ctx, "accountType")).label).toBe("Account type");
  });

  test("are values of records, and found by conditions", async () => {
    const ctx = await changed(await owner(), "leadSource", withFair);
    const made = await contactOperations.create(ctx, { lastName: "Poe", leadSource: "messe" });
    expect(made.leadSource).toBe("messe");
    const conditions = [{ field: "leadSource", op: "is" as const, value: "messe" }];
    const { rows } = await contactOperations.list(ctx, { conditions });
    expect(rows.map(({ id }) => id)).toEqual([made.id]);
  });

  test("are not listed for members who read none of their fields", async () => {
    const ctx = await changed(await owner(), "leadSource", withFair);
    const hiding = (...entities: string[]): Ctx => ({
      ...ctx,
      hiddenFields: Object.fromEntries(entities.map((entity) => [entity, ["leadSource"]])),
    });
    expect((await listOf(hiding("contact"), "leadSource")).fields.map(({ entity }) => entity)).toEqual(["opportunity"]);
    const without = hiding("contact", "opportunity");
    expect((await listOptionLists(without, {})).map(({ name }) => name)).toEqual(["accountType"]);
    expect(await getChangedLists(without, {})).toEqual({});
    expect(Object.keys(await getChangedLists(ctx, {}))).toEqual(["leadSource"]);
  });

  test("are limited by no check of the database", async () => {
    for (const { fields } of await listOptionLists(await owner(), {}))
      for (const { entity, field } of fields) {
        const checks = await adminQuery(
          `select c.conname from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
           where c.contype = 'c' and c.conrelid = $1::regclass and a.attname = $2`,
          [nounOf(entity)?.table, snakeCase(field)],
        );
        expect(checks, `${field} of ${entity}`).toEqual([]);
      }
  });

  test("refuse values that the workspace does not have", async () => {
    const ctx = await owner();
    const refusal = { code: "VALIDATION", details: { fields: [{ path: "leadSource" }] } };
    await expect(contactOperations.create(ctx, { lastName: "Poe", leadSource: "messe" })).rejects.toMatchObject(
      refusal,
    );
    expect((await contactOperations.list(ctx, {})).rows).toEqual([]);
    const made = await contactOperations.create(ctx, { lastName: "Poe", leadSource: "event" });
    const patch = { id: made.id, version: made.version, leadSource: "messe" };
    await expect(contactOperations.update(ctx, patch)).rejects.toMatchObject(refusal);
    expect(await contactOperations.get(ctx, { id: made.id })).toMatchObject({ leadSource: "event" });
  });

  test("stay with records that have them when they are archived, and are not chosen again", async () => {
    const first = await owner();
    const had = await contactOperations.create(first, { lastName: "Had", leadSource: "event" });
    const other = await contactOperations.create(first, { lastName: "Other" });
    const ctx = await changed(first, "leadSource", archived("event"));
    const edited = await contactOperations.update(ctx, {
      id: had.id,
      version: had.version,
      leadSource: "event",
      lastName: "Still",
    });
    expect(edited).toMatchObject({ leadSource: "event", lastName: "Still" });
    const patch = { id: other.id, version: other.version, leadSource: "event" };
    await expect(contactOperations.update(ctx, patch)).rejects.toThrow(/archived/);
    expect(await contactOperations.get(ctx, { id: other.id })).toMatchObject({ leadSource: null });
  });
});

describe("a change of the options", () => {
  test("leaves out no built-in option, and none that records have", async () => {
    const ctx = await changed(await owner(), "leadSource", withFair);
    await contactOperations.create(ctx, { lastName: "Poe", leadSource: "messe" });
    const without = (value: string) => (options: Options) => options.filter((option) => option.value !== value);
    await refused(ctx, "leadSource", without("event"), /built in/);
    await refused(ctx, "leadSource", without("messe"), /Archive it instead/);
    const spare = await changed(ctx, "leadSource", (options) => [...options, { value: "radio", label: "Radio" }]);
    const after = await changed(spare, "leadSource", without("radio"));
    expect((await listOf(after, "leadSource")).options.some(({ value }) => value === "radio")).toBe(false);
  });

  test("archives no option with which new records begin", async () => {
    const ctx = await owner();
    await refused(ctx, "accountType", archived("prospect"), /New accounts begin with/);
    expect((await accountOperations.create(ctx, { name: "Mays" })).type).toBe("prospect");
  });

  test("refuses two options of one name, and a list that does not exist", async () => {
    const ctx = await owner();
    await refused(ctx, "leadSource", (options) => [...options, { value: "event_2", label: "EVENT" }], /listed twice/);
    const unknown = updateOptionList(ctx, { name: "colours", version: 1, options: [] });
    await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is refused where somebody else has changed the list since", async () => {
    const ctx = await owner();
    const { version } = await listOf(ctx, "leadSource");
    await changed(ctx, "leadSource", withFair);
    const after = await listOf(ctx, "leadSource");
    const late = updateOptionList(ctx, { name: "leadSource", version, options: plain(after).slice(0, -1) });
    await expect(late).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await listOf(ctx, "leadSource")).toEqual(after);
  });
});

describe("an import", () => {
  const file = { "people.csv": "First name,Last name,Lead source\nAnn,Lee,Messe\nBo,Poe,Messe\nCay,Low,Trade Show\n" };

  test("makes options of unknown values, and finds those that the workspace has", async () => {
    const { ctx } = await importWorkspace();
    const { id, files } = await upload(ctx, file);
    const fileId = files[0]?.id ?? "";
    expect(await makeImportOptions(ctx, { id, fileId, field: "leadSource", texts: ["Messe"] })).toEqual({
      made: ["Messe"],
    });
    const fresh = await later(ctx);
    await check(fresh, id);
    await run(fresh, id);
    const { rows } = await contactOperations.list(await later(ctx), { sort: { field: "name", direction: "asc" } });
    expect(rows.map(({ name, leadSource }) => [name, leadSource])).toEqual([
      ["Ann Lee", "messe"],
      ["Bo Poe", "messe"],
      ["Cay Low", "event"],
    ]);
  });

  test("refuses rows of the API with an option that the workspace does not have", async () => {
    const ctx = await owner();
    const { id: importId } = await createImport(ctx, {});
    const rows = [{ line: 2, values: { lastName: "Poe", leadSource: "messe" } }];
    const call = { importId, dry: false, options: { ownerId: null, answers: {} }, rows };
    const { problems } = await importOf("contact").importer.upsert({ ...ctx, batchId: importId }, call);
    expect(problems).toMatchObject([{ line: 2, field: "leadSource", reason: expect.stringContaining("no option") }]);
    expect((await contactOperations.list(ctx, {})).rows).toEqual([]);
  });
});
