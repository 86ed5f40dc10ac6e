import "@/registry/register";
import { expect, test } from "vitest";
import { createComment, deleteComment } from "@/modules/platform/data/comments/operations/write";
import { testWorkspace } from "@/test/ctx";
import { projectOperations } from "../../projects/operations";
import { addTaskItem, updateTaskItem } from "../checklist/operations";
import { taskOperations } from "../operations";
import { countTaskParts } from "./operations";

const { create } = taskOperations;
const idOf = ({ id, version }: { id: string; version: number }) => ({ id, version });
const docOf = (text: string) => ({
  type: "doc" as const,
  content: [{ type: "paragraph" as const, content: [{ type: "text" as const, text }] }],
});

test("ticked items and comments are counted for those who see the tasks", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const { id: projectId } = await projectOperations.create(owner, { name: "Kanban" });
  const full = await create(owner, { name: "Full", projectId });
  const said = await create(owner, { name: "Said", projectId });
  const bare = await create(owner, { name: "Bare", projectId });
  const { checklist, ...one } = await addTaskItem(owner, { ...idOf(full), text: "One" });
  const two = await addTaskItem(owner, { ...idOf({ ...full, version: one.version }), text: "Two" });
  await updateTaskItem(owner, { id: full.id, version: two.version, itemId: checklist[0]?.id ?? "", done: true });
  const write = async (recordId: string) =>
    await createComment(owner, { entity: "task", recordId, text: { doc: docOf("Why?") } });
  await write(said.id);
  await write(full.id);
  const deleted = await write(said.id);
  await deleteComment(owner, idOf(deleted));
  const ids = [full.id, said.id, bare.id];
  const counts = await countTaskParts(owner, { ids });
  expect(counts.toSorted((a, b) => b.items - a.items)).toEqual([
    { id: full.id, ticked: 1, items: 2, comments: 1 },
    { id: said.id, ticked: 0, items: 0, comments: 1 },
  ]);
  const hidden = await workspace.as(await workspace.join("member"), { visibility: { project: "own", task: "own" } });
  expect(await countTaskParts(hidden, { ids })).toEqual([]);
  expect(await countTaskParts(await (await testWorkspace()).role("owner"), { ids })).toEqual([]);
});
