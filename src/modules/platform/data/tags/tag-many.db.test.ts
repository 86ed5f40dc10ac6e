import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { bulkOpportunities, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { productOperations } from "@/modules/crm/products/operations";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { later, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { archiveTag, createTag } from "./operations/tags";

let workspace: TestWorkspace;
let admin: Ctx;
let hot: string;
let cold: string;
let old: string;

beforeAll(async () => {
  workspace = await testWorkspace();
  const maker = await workspace.role("admin");
  const made: string[] = [];
  for (const name of ["Cold", "Hot", "Old"]) made.push((await createTag(maker, { name })).id);
  [cold = "", hot = "", old = ""] = made;
  await bootstrapPipelines(maker);
  admin = await later(maker);
});

const tagsOf = async (id: string) => (await accountOperations.get(admin, { id })).tags;
const account = (tags: string[] | null = null) => accountOperations.create(admin, { name: `Firm ${newId()}`, tags });
const act = (add: string[], remove: string[] = []) => ({ type: "tag", add, remove }) as const;

describe("many records", () => {
  test("get tags beside those that they have, and lose others", async () => {
    const [plain, tagged, done] = [await account(), await account([cold]), await account([cold, hot])];
    const ids = [plain.id, tagged.id, done.id];
    const added = await accountOperations.bulk(admin, { ids, action: act([hot]) });
    expect(added.done.map(({ changed }) => changed)).toEqual([true, true, false]);
    expect(added.failed).toEqual([]);
    expect(await Promise.all(ids.map(tagsOf))).toEqual([[hot], [cold, hot], [cold, hot]]);
    await accountOperations.bulk(admin, { ids, action: act([cold], [hot]) });
    expect(await Promise.all(ids.map(tagsOf))).toEqual([[cold], [cold], [cold]]);
    await accountOperations.bulk(admin, { ids, action: act([], [cold]) });
    expect(await Promise.all(ids.map(tagsOf))).toEqual([null, null, null]);
  });

  test("are opportunities and products too", async () => {
    const { id } = await opportunityOperations.create(admin, { name: "Crane" });
    await bulkOpportunities(admin, { ids: [id], action: act([hot]) });
    expect((await opportunityOperations.get(admin, { id })).tags).toEqual([hot]);
    const product = await productOperations.create(admin, { name: `Bolt ${newId()}` });
    await productOperations.bulk(admin, { ids: [product.id], action: act([cold]) });
    expect((await productOperations.get(admin, { id: product.id })).tags).toEqual([cold]);
  });

  test("keep the tags that somebody else gave them in the meantime", async () => {
    const [one, other] = [await account(), await account()];
    await accountOperations.update(admin, { id: one.id, version: one.version, tags: [cold] });
    const versions = { [one.id]: one.version, [other.id]: other.version };
    const report = await accountOperations.bulk(admin, { ids: [one.id, other.id], action: act([hot]), versions });
    expect(report.failed).toMatchObject([{ id: one.id, code: "CONFLICT" }]);
    expect([await tagsOf(one.id), await tagsOf(other.id)]).toEqual([[cold], [hot]]);
  });
});

describe("nothing changes", () => {
  test("with an unknown, a foreign or an archived tag, or one that is added and removed", async () => {
    const { id } = await account([cold]);
    const stranger = await (await testWorkspace()).role("admin");
    const foreign = await createTag(stranger, { name: "Foreign" });
    await archiveTag(admin, { id: old, version: 1 });
    const now = await later(admin);
    const opportunity = await opportunityOperations.create(now, { name: "Dock", tags: [cold] });
    const notFound = { code: "NOT_FOUND" };
    const archived = { code: "VALIDATION", message: "The tag “Old” is archived. Restore it first." };
    for (const [action, refusal] of [
      [act([hot, newId()]), notFound],
      [act([hot], [newId()]), notFound],
      [act([hot, foreign.id]), notFound],
      [act([hot, old]), archived],
      [act([hot], [hot]), { code: "VALIDATION" }],
    ] as const) {
      await expect(accountOperations.bulk(now, { ids: [id], action })).rejects.toMatchObject(refusal);
      await expect(bulkOpportunities(now, { ids: [opportunity.id], action })).rejects.toMatchObject(refusal);
    }
    const alone = { code: "VALIDATION" };
    await expect(accountOperations.update(now, { id, version: 1, tags: [hot, foreign.id] })).rejects.toMatchObject(
      alone,
    );
    const name = `New ${newId()}`;
    await expect(accountOperations.create(now, { name, tags: [foreign.id] })).rejects.toMatchObject(alone);
    expect(await now.db.account.count({ where: { name } })).toBe(0);
    expect(await accountOperations.get(now, { id })).toMatchObject({ tags: [cold], version: 1 });
    const kept = await opportunityOperations.get(now, { id: opportunity.id });
    expect(kept).toMatchObject({ tags: [cold], version: 1 });
  });

  test("on a record that one may not edit, and the others are done", async () => {
    const member = await later(await workspace.role("member"));
    const theirs = await account([cold]);
    const own = await accountOperations.create(member, { name: `Own ${newId()}` });
    const report = await accountOperations.bulk(member, { ids: [theirs.id, own.id], action: act([hot]) });
    expect(report.failed).toMatchObject([{ id: theirs.id, code: "FORBIDDEN" }]);
    expect(report.done).toMatchObject([{ id: own.id, changed: true }]);
    expect([await tagsOf(theirs.id), await tagsOf(own.id)]).toEqual([[cold], [hot]]);
  });

  test("on a record of another workspace", async () => {
    const { id } = await account([cold]);
    const stranger = await (await testWorkspace()).role("admin");
    const theirs = await createTag(stranger, { name: "Theirs" });
    const report = await accountOperations.bulk(await later(stranger), { ids: [id], action: act([theirs.id]) });
    expect(report).toMatchObject({ done: [], failed: [{ id, code: "NOT_FOUND" }] });
    expect(await tagsOf(id)).toEqual([cold]);
  });
});
