// @module-tag once

import "@/registry/register";
import { describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { createComment, deleteComment, editComment } from "@/modules/platform/data/comments/operations/write";
import { labelMentions } from "@/modules/platform/data/mentions/operations/labels";
import { suggestMentions } from "@/modules/platform/data/mentions/operations/suggest";
import { search } from "@/modules/platform/data/search/operations";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { addTaskItem, listTaskChecklist, updateTaskItem } from "../tasks/checklist/operations";
import { listTaskMoves, moveTask, tickTask } from "../tasks/moves/operations";
import { taskOperations } from "../tasks/operations";
import { addProjectMilestone, listProjectMilestones } from "./milestones/operations";
import { projectOperations } from "./operations";

interface Firm {
  workspace: TestWorkspace;
  owner: Ctx;
  guest: TestMember;
  as: Ctx;
  project: { id: string; version: number };
  task: { id: string; version: number };
}

/** A project that is shared with a guest, to whom one of its tasks is assigned; and another project that is not. */
async function firm(lets: { comment?: boolean; complete?: boolean } = {}): Promise<Firm> {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const guest = await workspace.join("guest");
  const account = await accountOperations.create(owner, { name: "Hidden Holding" });
  const project = await projectOperations.create(owner, {
    ...{ name: "Quarry", accountId: account.id, members: [guest.id], price: { amount: 90_000, currency: "USD" } },
    ...(lets.comment ? { commenters: [guest.id] } : {}),
    ...(lets.complete ? { completers: [guest.id] } : {}),
  });
  const task = await taskOperations.create(owner, { name: "Crane", projectId: project.id, ownerId: guest.id });
  const other = await projectOperations.create(owner, { name: "Secret quarry" });
  await taskOperations.create(owner, { name: "Secret crane", projectId: other.id });
  return { workspace, owner, guest, as: await workspace.as(guest), project, task };
}

const latest = async ({ owner, task }: Firm) => await taskOperations.get(owner, { id: task.id });

async function refused(of: Firm, act: () => Promise<unknown>, code: string): Promise<void> {
  const state = async () =>
    JSON.stringify(
      [await of.owner.db.task.findMany(), await of.owner.db.project.findMany(), await of.owner.db.comment.findMany()],
      (_, value) => (typeof value === "bigint" ? String(value) : value),
    );
  const before = await state();
  await expect(act()).rejects.toMatchObject({ code });
  expect(await state()).toEqual(before);
}

describe("reading", () => {
  test("a guest reads the shared project with its tasks and milestones, without account, price and amounts", async () => {
    const { as, owner, project, task } = await firm();
    const { version } = await projectOperations.get(owner, { id: project.id });
    await addProjectMilestone(owner, { id: project.id, version, name: "Signed", amount: 500, dueOn: "2027-01-15" });
    const read = await projectOperations.get(as, { id: project.id });
    expect(read).toMatchObject({ name: "Quarry", account: null, price: null, opportunities: [], mayEdit: false });
    expect((await taskOperations.list(as, {})).rows.map(({ id }) => id)).toEqual([task.id]);
    const { milestones } = await listProjectMilestones(as, { id: project.id });
    expect(milestones).toMatchObject([{ name: "Signed", dueOn: "2027-01-15", amount: null }]);
    const found = await search(as, { q: "quarry" });
    expect(found.hits.map(({ name }) => name)).toEqual(["Quarry"]);
    expect(found.hits[0]?.facts).not.toContain("Hidden Holding");
    const filtered = projectOperations.list(as, {
      conditions: [{ field: "account.name", op: "is", value: "Hidden Holding" }],
    });
    await expect(filtered).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test("the share decides, not the assignment: a guest who leaves the team sees neither the project nor the task", async () => {
    const of = await firm({ comment: true, complete: true });
    const { owner, as, project } = of;
    const { version } = await projectOperations.get(owner, { id: project.id });
    const left = await projectOperations.update(owner, { id: project.id, version, members: [] });
    expect(left).toMatchObject({ commenters: null, completers: null });
    await expect(projectOperations.get(as, { id: project.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { version: now } = await latest(of);
    const statusId = (await listTaskMoves(owner, { id: of.task.id })).moves.at(-1)?.id ?? "";
    await refused(of, () => moveTask(as, { id: of.task.id, version: now, statusId }), "NOT_FOUND");
    expect((await taskOperations.list(as, {})).rows).toEqual([]);
    // Others go on editing the task; the guest is not assigned anew.
    const others = [(await of.workspace.join("member")).id];
    const edited = await taskOperations.update(owner, { id: of.task.id, version: now, others });
    expect(edited).toMatchObject({ owner: { id: of.guest.id }, others: [{ id: others[0] }] });
    const { id, version: first } = await taskOperations.create(owner, { name: "Rail", projectId: project.id });
    await refused(of, () => taskOperations.update(owner, { id, version: first, ownerId: of.guest.id }), "VALIDATION");
  });
});

describe("comments", () => {
  const text = "Is the crane there?";

  test("a guest comments where the share lets them, and only reads elsewhere", async () => {
    const silent = await firm();
    const on = (of: Firm) => ({ entity: "task" as const, recordId: of.task.id, text });
    await refused(silent, () => createComment(silent.as, on(silent)), "FORBIDDEN");
    const of = await firm({ comment: true });
    const comment = await createComment(of.as, on(of));
    expect(comment).toMatchObject({ mayEdit: true, mayDelete: true });
    const { version } = await projectOperations.get(of.owner, { id: of.project.id });
    await projectOperations.update(of.owner, { id: of.project.id, version, commenters: [] });
    const edit = () => editComment(of.as, { id: comment.id, version: comment.version, text: "Changed" });
    await refused(of, edit, "FORBIDDEN");
    await refused(of, () => deleteComment(of.as, { id: comment.id }), "FORBIDDEN");
  });

  test("a guest mentions people of the project alone, and sees their names", async () => {
    const of = await firm({ comment: true });
    const stranger = await of.workspace.join("member");
    const near = { entity: "task" as const, id: of.task.id };
    const { members, records } = await suggestMentions(of.as, { q: "", near });
    expect(members.map(({ id }) => id).toSorted()).toEqual([of.guest.id, of.owner.member?.id].toSorted());
    expect(records).toEqual([]);
    const mentions = [stranger.id, of.owner.member?.id ?? ""].map((id) => ({ entity: "member" as const, id }));
    const { labels } = await labelMentions(of.as, { mentions });
    expect(labels.map(({ label }) => label)).toEqual([null, of.owner.member?.name]);
    const doc = (id: string) => ({
      doc: {
        type: "doc" as const,
        content: [{ type: "paragraph", content: [{ type: "mention", attrs: { entity: "member", id, label: "x" } }] }],
      },
    });
    const say = (id: string) => createComment(of.as, { entity: "task", recordId: of.task.id, text: doc(id) as never });
    await refused(of, () => say(stranger.id), "VALIDATION");
    expect(await say(of.owner.member?.id ?? "")).toMatchObject({ writer: { id: of.guest.id } });
  });
});

describe("completing", () => {
  test("a guest moves and ticks their own tasks where the share lets them, and edits nothing else", async () => {
    const of = await firm({ complete: true });
    const { owner, as, task, project } = of;
    const { checklist } = await addTaskItem(owner, { ...task, text: "Look at the rope" });
    let { version } = await latest(of);
    const itemId = checklist[0]?.id ?? "";
    const ticked = await tickTask(as, { id: task.id, version, itemId, done: true });
    expect(ticked.checklist).toMatchObject([{ done: true }]);
    ({ version } = await latest(of));
    const { mayMove, moves } = await listTaskMoves(as, { id: task.id });
    expect(mayMove).toBe(true);
    const statusId = moves.find(({ category, refusal }) => category === "done" && refusal === null)?.id ?? "";
    const done = await moveTask(as, { id: task.id, version, statusId });
    expect(done).toMatchObject({ percent: 100, completedAt: expect.any(String), mayEdit: false });
    await refused(
      of,
      () => taskOperations.update(as, { id: task.id, version: done.version, name: "Mine" }),
      "FORBIDDEN",
    );
    await refused(of, () => updateTaskItem(as, { id: task.id, version: done.version, itemId, text: "x" }), "FORBIDDEN");
    const theirs = await taskOperations.create(owner, { name: "Rail", projectId: project.id });
    await refused(of, () => moveTask(as, { id: theirs.id, version: theirs.version, statusId }), "FORBIDDEN");
  });

  test("and nothing where it does not", async () => {
    const of = await firm();
    const { as, owner, task } = of;
    const { checklist } = await addTaskItem(owner, { ...task, text: "Look at the rope" });
    const { version } = await latest(of);
    const { mayMove, moves } = await listTaskMoves(as, { id: task.id });
    expect(mayMove).toBe(false);
    const statusId = moves.at(-1)?.id ?? "";
    await refused(of, () => moveTask(as, { id: task.id, version, statusId }), "FORBIDDEN");
    const tick = () => tickTask(as, { id: task.id, version, itemId: checklist[0]?.id ?? "", done: true });
    await refused(of, tick, "FORBIDDEN");
    expect((await listTaskChecklist(as, { id: task.id })).checklist).toMatchObject([{ done: false }]);
  });
});

describe("a guest is named", () => {
  test("nowhere but in teams and tasks of shared projects", async () => {
    const of = await firm();
    const { owner, guest } = of;
    const said = { code: "VALIDATION", message: expect.stringContaining("is a guest") };
    await expect(accountOperations.create(owner, { name: "Port", ownerId: guest.id })).rejects.toMatchObject(said);
    const call = { name: "Call", kind: "call" as const, participants: [guest.id] };
    await expect(activityOperations.create(owner, call)).rejects.toMatchObject(said);
    await expect(projectOperations.create(owner, { name: "Port", ownerId: guest.id })).rejects.toMatchObject(said);
    const port = await projectOperations.create(owner, { name: "Port" });
    const assign = () => taskOperations.create(owner, { name: "Dredge", projectId: port.id, ownerId: guest.id });
    await refused(of, assign, "VALIDATION");
    const also = () => taskOperations.create(owner, { name: "Dredge", projectId: port.id, others: [guest.id] });
    await refused(of, also, "VALIDATION");
  });

  test("as somebody who may comment only in the team, and only a guest", async () => {
    const of = await firm();
    const { owner, workspace, guest } = of;
    const colleague = await workspace.join("member");
    const create = (more: object) => projectOperations.create(owner, { name: "Port", ...more });
    await refused(of, () => create({ commenters: [guest.id] }), "VALIDATION");
    await refused(of, () => create({ members: [colleague.id], completers: [colleague.id] }), "VALIDATION");
  });
});
