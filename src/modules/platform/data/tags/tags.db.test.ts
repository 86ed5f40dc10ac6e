import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { later, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { servedJobs } from "@/test/served-jobs";
import { mergeTags } from "./jobs";
import { archiveTag, createTag, listTags, mergeTag, restoreTag, updateTag } from "./operations/tags";

const { consumer } = servedJobs(mergeTags);

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

const tags = async (ctx: Ctx = admin) =>
  (await listTags(ctx, { archived: true })).map(({ id, version }) => `${id} ${version}`);

/** A refusal that changed no tag. */
async function refuses(act: () => Promise<unknown>, refusal: object): Promise<void> {
  const before = await tags();
  await expect(act()).rejects.toMatchObject(refusal);
  expect(await tags()).toEqual(before);
}

describe("tags", () => {
  test("have one name whatever its case or width, and colours in turn", async () => {
    const hot = await createTag(admin, { name: " Hot  lead " });
    const cold = await createTag(admin, { name: "Cold", category: "Mood" });
    expect(hot).toMatchObject({ name: "Hot  lead", category: null });
    expect(cold.color).not.toBe(hot.color);
    await refuses(() => createTag(admin, { name: "ＨＯＴ lead" }), {
      code: "VALIDATION",
      message: expect.stringContaining("There is already a tag “Hot lead”"),
      details: { fields: [{ path: "name" }] },
    });
    await archiveTag(admin, { id: hot.id, version: 1 });
    await refuses(() => createTag(admin, { name: "hot lead" }), {
      message: expect.stringContaining("an archived tag “Hot lead”. Restore it"),
    });
    await refuses(() => updateTag(admin, { id: cold.id, version: 1, name: "HOT LEAD" }), { code: "VALIDATION" });
    await restoreTag(admin, { id: hot.id, version: 2 });
    const renamed = await updateTag(admin, { id: hot.id, version: 3, name: "HOT LEAD", color: "pink", category: "" });
    expect(renamed).toMatchObject({ name: "HOT LEAD", color: "pink", category: null, version: 4 });
  });

  test("are made by everybody who makes records, and changed by admins", async () => {
    const member = await workspace.role("member");
    const { id } = await createTag(member, { name: "Of a member" });
    await refuses(() => updateTag(member, { id, version: 1, name: "Mine" }), { code: "FORBIDDEN" });
    await refuses(() => archiveTag(member, { id, version: 1 }), { code: "FORBIDDEN" });
    const viewer = await workspace.role("viewer");
    await refuses(() => createTag(viewer, { name: "Of a viewer" }), { code: "FORBIDDEN" });
    expect((await listTags(viewer, {})).map((tag) => tag.id)).toContain(id);
    const stranger = await (await testWorkspace()).role("owner");
    expect(await listTags(stranger, { archived: true })).toEqual([]);
    await refuses(() => updateTag(stranger, { id, version: 1, name: "Mine" }), { code: "NOT_FOUND" });
    const own = await createTag(stranger, { name: "Of a member" });
    await refuses(() => mergeTag(stranger, { id: own.id, version: 1, intoId: id }), { code: "NOT_FOUND" });
  });

  test("are counted by object, filter lists, and stay on records once they are archived", async () => {
    const workspace = await testWorkspace();
    const ctx = await workspace.role("owner");
    const [red, blue] = [await createTag(ctx, { name: "Red" }), await createTag(ctx, { name: "Blue" })];
    const now = await later(ctx);
    const ann = await contactOperations.create(now, { firstName: "Ann", tags: [blue.id, red.id] });
    await contactOperations.create(now, { firstName: "Bea", tags: [blue.id] });
    await accountOperations.create(now, { name: "Acme", tags: [blue.id] });
    const counted = await listTags(now, { usage: true });
    expect(counted.map(({ name, usage }) => [name, usage])).toEqual([
      [
        "Blue",
        [
          { entity: "account", records: 1 },
          { entity: "contact", records: 2 },
        ],
      ],
      ["Red", [{ entity: "contact", records: 1 }]],
    ]);
    // Members see only their own records perhaps: the counts are for those who manage tags.
    const member = await workspace.role("member");
    expect((await listTags(member, { usage: true })).map(({ name, usage }) => [name, usage])).toEqual([
      ["Blue", undefined],
      ["Red", undefined],
    ]);
    await archiveTag(now, { id: red.id, version: 1 });
    const after = await later(now);
    expect((await listTags(after, {})).map(({ name }) => name)).toEqual(["Blue"]);
    const refusal = { code: "VALIDATION", message: expect.stringContaining("“Red” is archived") };
    await expect(contactOperations.create(after, { firstName: "Cid", tags: [red.id] })).rejects.toMatchObject(refusal);
    const { id, version } = ann;
    const kept = await contactOperations.update(after, { id, version, tags: [red.id] });
    expect(kept.tags).toEqual([red.id]);
    const found = await contactOperations.list(after, {
      conditions: [{ field: "tags", op: "anyOf", value: [red.id] }],
    });
    expect(found.rows.map((row) => row.name)).toEqual(["Ann"]);
  });
});

describe("a tag that goes into another one", () => {
  test("is gone from all records, which have the other one once", async () => {
    const ctx = await (await testWorkspace()).role("owner");
    const [old, kept] = [await createTag(ctx, { name: "Old" }), await createTag(ctx, { name: "Kept" })];
    const now = await later(ctx);
    const ann = await contactOperations.create(now, { firstName: "Ann", tags: [old.id, kept.id] });
    const bea = await contactOperations.create(now, { firstName: "Bea", tags: [old.id] });
    const acme = await accountOperations.create(now, { name: "Acme", tags: [old.id] });
    const merge = { id: old.id, version: 1, intoId: kept.id };
    await expect(mergeTag(now, { ...merge, version: 9 })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(mergeTag(now, { ...merge, intoId: old.id })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await mergeTag(now, merge)).toMatchObject({ tag: { id: kept.id }, records: 3 });
    const merging = { code: "CONFLICT", message: "This tag is being merged into another one." };
    await expect(restoreTag(now, { id: old.id, version: 2 })).rejects.toMatchObject(merging);
    await expect(mergeTag(now, { ...merge, version: 2 })).rejects.toMatchObject(merging);
    const merged = async () => {
      while (await relayOnce(consumer));
      const sql = "select merged_into_id from tags where id = $1";
      return (await adminQuery<{ merged_into_id: string | null }>(sql, [old.id]))[0]?.merged_into_id;
    };
    await expect.poll(merged).toBe(kept.id);
    const after = await later(now);
    for (const { id } of [ann, bea])
      expect(await contactOperations.get(after, { id })).toMatchObject({ tags: [kept.id], version: 2 });
    expect((await accountOperations.get(after, { id: acme.id })).tags).toEqual([kept.id]);
    expect(
      (await listTags(after, { archived: true, usage: true })).map(({ name, usage }) => [name, usage?.length]),
    ).toEqual([["Kept", 2]]);
    await expect(createTag(after, { name: "old" })).rejects.toMatchObject({
      message: "The tag “Old” was merged into “Kept”. Use that one.",
    });
    await expect(restoreTag(after, { id: old.id, version: 2 })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
