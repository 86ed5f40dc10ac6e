import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import { nounOf, ownedEntities } from "@/lib/nouns/all";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { fillWorkspace } from "@/test/full-workspace";
import { ownedNouns } from "@/test/noun-rows";
import { opportunityWorkspace } from "@/test/opportunities";
import { countOwned, countOwnedBy } from "./operations";

// Opportunities are made by hand; of the others rows come from their fields.
const entities = ownedEntities.filter((entity) => entity !== "opportunity");

// One workspace for all nouns: each is counted by itself.
let workspace: TestWorkspace;
let admin: Ctx;
let bo: TestMember;
let cy: TestMember;
let viewer: TestMember;
let made: Awaited<ReturnType<typeof ownedNouns>>;
beforeAll(async () => {
  workspace = await testWorkspace();
  [admin, bo, cy] = [await workspace.role("owner"), await workspace.join("member"), await workspace.join("member")];
  viewer = await workspace.join("viewer");
  const { ids } = await fillWorkspace(admin);
  made = await ownedNouns(admin, ids, { bo: bo.id, cy: cy.id, nobody: null });
});

test.each(entities)("records of %s count for their owners as far as they are seen, unless archived", async (entity) => {
  const count = async (ctx: Ctx) => {
    const counts = await countOwned(ctx, { entity });
    return counts.filter(({ memberId }) => memberId !== admin.member?.id);
  };
  const [ofBo, ofCy] = [bo, cy].map(({ id }) => ({ memberId: id, count: 1 }));
  const all = await count(admin);
  expect(all).toHaveLength(2);
  expect(all).toEqual(expect.arrayContaining([ofBo, ofCy]));
  const own = { visibility: { [nounOf(entity)?.accessFrom?.entity ?? entity]: "own" as const } };
  expect(await count(await workspace.as(bo, own))).toEqual([ofBo]);
  expect(await count(await workspace.as(viewer, own))).toEqual([]);
  const totalOf = async (ctx: Ctx, memberId: string) =>
    (await countOwnedBy(ctx, { memberId })).find((one) => one.entity === entity)?.total;
  expect([await totalOf(admin, bo.id), await totalOf(admin, cy.id)]).toEqual([1, 1]);
  await expect(totalOf(await workspace.as(bo), bo.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const { archive } = declaredNouns[entity];
  await archive(admin, { id: made.cy?.[entity] ?? "", version: 1 });
  expect(await count(admin)).toEqual([ofBo]);
});

test("who is to be removed owns the opportunities that are open, and more than a thousand are not counted", async () => {
  const firm = await opportunityWorkspace();
  const memberId = firm.admin.member?.id ?? "";
  const open = async () => {
    const found = await countOwnedBy(firm.admin, { memberId });
    return found.find(({ entity }) => entity === "opportunity")?.total;
  };
  const stageOf = (type: string) => firm.pipeline.stages.find((stage) => stage.type === type)?.id ?? "";
  for (const type of ["open", "won"])
    await createOpportunity(firm.admin, { name: type, stageId: stageOf(type), ownerId: memberId });
  expect(await open()).toBe(1);
  await adminQuery(
    `insert into opportunities (id, tenant_id, name, name_key, pipeline_id, stage_id, status, currency, rank, owner_id, updated_at)
     select gen_random_uuid(), tenant_id, name, name_key, pipeline_id, stage_id, status, currency, 'zz' || n, owner_id, now()
     from opportunities, generate_series(10000, 11000) n where tenant_id = $1 and status = 'open'`,
    [firm.workspace.tenant.id],
  );
  expect(await open()).toBe("1000+");
});
