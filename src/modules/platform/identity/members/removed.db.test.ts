import "@/registry/operations";
import { beforeEach, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { listChanges } from "@/modules/platform/history/events/operations/changes";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { removeMember } from "./operations/lifecycle";
import { pickMembers } from "./operations/list";

// A member who left keeps records and a past: others find both, and take back what they did with the records.

let workspace: TestWorkspace;
let admin: Ctx;
let gone: TestMember;
beforeEach(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  gone = await workspace.join("member");
});

const remove = async () => {
  const [row] = await admin.db.member.findMany({ where: { id: gone.id }, select: { version: true } });
  await removeMember(admin, { id: gone.id, version: row?.version ?? 0 });
};

test("removed members are found where somebody looks for their records, after the others", async () => {
  await remove();
  const found = async (input: Parameters<typeof pickMembers>[1]) =>
    (await pickMembers(admin, input)).map(({ id, status }) => [id, status]);
  expect(await found({ removed: true })).toContainEqual([gone.id, "removed"]);
  expect((await found({ removed: true })).at(-1)).toEqual([gone.id, "removed"]);
  expect(await found({ q: gone.name, removed: true })).toEqual([[gone.id, "removed"]]);
  expect(await found({})).not.toContainEqual([gone.id, "removed"]);
  expect(await found({ q: gone.name })).not.toContainEqual([gone.id, "removed"]);
});

test("the trail of members tells who removed one, and what happened with them before", async () => {
  await remove();
  const { rows } = await listChanges(admin, { entities: ["member"] });
  expect(rows[0]).toMatchObject({ verb: "removed", entityId: gone.id, title: gone.name });
});

test("records of a member who left are given away, and that is undone; nobody gives them anything else", async () => {
  const others = await workspace.join("member");
  const mine = await accountOperations.create(admin, { name: "Hill Works", ownerId: gone.id });
  const kept = await accountOperations.create(admin, { name: "Kept" });
  await remove();
  const given = await accountOperations.bulk(admin, { ids: [mine.id], action: { type: "edit", ownerId: others.id } });
  const [done] = given.done;
  const version = done?.version ?? 0;

  const back = { type: "edit" as const, ownerId: gone.id };
  const other = await accountOperations.bulk(admin, { ids: [kept.id], action: back });
  expect(other.failed).toMatchObject([{ id: kept.id, code: "NOT_FOUND" }]);
  const early = { ids: [mine.id], versions: { [mine.id]: version - 1 }, action: back };
  expect((await accountOperations.bulk(admin, early)).done).toEqual([]);

  const undone = await accountOperations.bulk(admin, {
    ids: [mine.id],
    versions: { [mine.id]: version },
    action: back,
  });
  expect(undone.failed).toEqual([]);
  expect((await accountOperations.get(admin, { id: mine.id })).owner).toMatchObject({ id: gone.id });
});
