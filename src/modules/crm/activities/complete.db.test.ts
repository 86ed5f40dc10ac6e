import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { accountOperations } from "../accounts/operations";
import { activityOutcomeOperations } from "../activity-outcomes/operations";
import { activityOperations, completeActivity } from "./operations/all";

const { create, get, list, bulk } = activityOperations;

let workspace: TestWorkspace;
let ctx: Ctx;
let account: { id: string };
beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("owner");
  account = await accountOperations.create(ctx, { name: "Acme" });
});

const startsAt = "2026-12-01T15:00:00.000Z";
const next = { name: "Send the offer", kind: "task", dueOn: "2026-12-04" } as const;
const planned = async (more: object = {}) =>
  await create(ctx, {
    ...{ name: "Call Ann", kind: "call", startsAt },
    about: [{ entity: "account", id: account.id }],
    ...more,
  });
const names = async () => (await list(ctx, {})).rows.map(({ name }) => name).sort();
const eventsOf = async (id: string) =>
  (await adminQuery<{ name: string }>("select name from events where entity_id = $1 order by id", [id])).map(
    ({ name }) => name,
  );

test("an activity is completed with its outcome, and the next one has its links, assignee and colleagues", async () => {
  const colleague = await workspace.join("member");
  const outcome = await activityOutcomeOperations.create(ctx, { name: "Reached", kinds: ["call"] });
  const { id, version } = await planned({ ownerId: colleague.id, participants: [ctx.member?.id] });
  const answer = { outcomeId: outcome.id, outcomeNote: "She wants an offer.", next };
  const done = await completeActivity(ctx, { id, version, ...answer });
  expect(done).toMatchObject({
    ...{ id, status: "completed", outcomeNote: "She wants an offer.", completedAt: expect.any(String) },
    outcome: { id: outcome.id, name: "Reached" },
  });
  expect(await eventsOf(id)).toEqual(["activity.created", "activity.completed"]);
  const [following] = (await list(ctx, { conditions: [{ field: "status", op: "is", value: "planned" }] })).rows;
  expect(following).toMatchObject({
    ...{ name: "Send the offer", kind: "task", dueOn: "2026-12-04", startsAt: null },
    about: [{ entity: "account", id: account.id }],
    owner: { id: colleague.id },
    participants: [{ id: ctx.member?.id }],
  });
  expect(done.next, "by which an undo finds it").toEqual({ id: following?.id, version: following?.version });
});

test("two people complete one activity: the second gets the current state, and plans no second next one", async () => {
  const { id, version } = await planned();
  await completeActivity(ctx, { id, version, next });
  const second = { id, version, next: { ...next, name: "Send another offer" } };
  const refusal = { code: "CONFLICT", details: { current: { id, status: "completed" } } };
  await expect(completeActivity(ctx, second)).rejects.toMatchObject(refusal);
  await expect(completeActivity(ctx, { ...second, outcomeNote: "Mine" })).rejects.toMatchObject(refusal);
  const seen = await get(ctx, { id });
  await expect(completeActivity(ctx, { ...second, version: seen.version, outcomeNote: "Mine" })).rejects.toMatchObject(
    refusal,
  );
  expect(await names()).toEqual(["Call Ann", "Send the offer"]);
  expect(await get(ctx, { id })).toEqual(seen);
});

test("at the same moment, one of two plans the next activity", async () => {
  const { id, version } = await planned();
  const both = ["One", "Two"].map((name) => completeActivity(ctx, { id, version, next: { ...next, name } }));
  const settled = await Promise.allSettled(both);
  expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await names()).toHaveLength(2);
});

test("nothing is completed when the next activity is refused", async () => {
  const member = await workspace.join("member");
  const { id, version } = await planned({ ownerId: member.id });
  const theirs = await workspace.as(member, { grants: [{ permission: "activity:create", effect: "deny" }] });
  await expect(completeActivity(theirs, { id, version, next })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await get(ctx, { id })).toMatchObject({ status: "planned", version });
});

test("without a next activity it is completed alone, also many at once", async () => {
  const first = await planned();
  const second = await planned({ name: "Call Tom" });
  const alone = { status: "completed", next: null };
  expect(await completeActivity(ctx, { id: first.id, version: 1, next: null })).toMatchObject(alone);
  await bulk(ctx, { ids: [second.id], action: { type: "transition", verb: "complete" } as never });
  expect(await get(ctx, { id: second.id })).toMatchObject({ status: "completed" });
  expect(await names()).toEqual(["Call Ann", "Call Tom"]);
});

test("an activity that was in progress is in progress again when its end is undone", async () => {
  const { start } = activityOperations.transitions as unknown as Record<string, typeof activityOperations.archive>;
  const made = await planned();
  const begun = (await start?.(ctx, made)) ?? made;
  const done = await completeActivity(ctx, { id: made.id, version: begun.version });
  const undone = { id: made.id, version: done.version, status: "in_progress" } as const;
  expect(await activityOperations.update(ctx, undone)).toMatchObject({ status: "in_progress", completedAt: null });
});
