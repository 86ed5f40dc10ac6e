import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import { ownedEntities } from "@/lib/nouns/all";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { fillWorkspace } from "@/test/full-workspace";
import { ownedNouns } from "@/test/noun-rows";
import { countOwned } from "./operations";

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
  const own = { visibility: { [entity]: "own" as const } };
  expect(await count(await workspace.as(bo, own))).toEqual([ofBo]);
  expect(await count(await workspace.as(viewer, own))).toEqual([]);
  const { archive } = declaredNouns[entity];
  await archive(admin, { id: made.cy?.[entity] ?? "", version: 1 });
  expect(await count(admin)).toEqual([ofBo]);
});
