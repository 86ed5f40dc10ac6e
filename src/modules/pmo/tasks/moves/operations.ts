import "server-only";
import type { Permission } from "@/lib/roles";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { isLetByShare, requireShare } from "@/server/shares";
import { pmo } from "../../module";
import { checklistParts } from "../checklist/fields";
import { updateTaskItem } from "../checklist/operations";
import { tasks } from "../fields";
import { taskOperations } from "../operations";
import { movesOf } from "../scope";
import { moveTaskInput, taskMoves, taskMovesInput, tickTaskInput } from "./schema";

const { scope } = taskOperations;
const ofTask = { scope, ids: ({ id }: { id: string }) => [id] };
const mine = (id: string) => ({ entity: "task", id });

/** The actor with the right to edit as far as the right to complete reaches: for the one change that this operation makes. */
function completingCtx(ctx: Ctx): Ctx {
  const as = (permission: Permission): Permission => (permission === "task:edit" ? "task:complete" : permission);
  return { ...ctx, reach: (permission) => ctx.reach(as(permission)), can: (permission) => ctx.can(as(permission)) };
}

export const listTaskMoves = pmo.operation({
  kind: "query",
  permission: "task:view",
  uses: [ofTask],
  input: taskMovesInput,
  output: taskMoves,
  rest: { method: "GET", path: "/tasks/{id}/moves" },
  describe:
    "The statuses to which the workflow of a task leads from its own, which is among them, and whether you may move it; `refusal` says what a move still needs, and is null where it can be made.",
  async run(ctx, { id }) {
    const [row] = await scope.load(ctx, [id]);
    if (!row) throw notFound("task");
    const { moves } = await movesOf(ctx, id);
    return {
      mayMove: scope.mayEdit(ctx, row, "task:complete") && (await isLetByShare(ctx, "complete", mine(id))),
      moves: moves
        .filter(({ isOffered }) => isOffered)
        .map(({ to: { id: statusId, name, category }, refusal }) => ({ id: statusId, name, category, refusal })),
    };
  },
});

export const moveTask = pmo.operation({
  kind: "mutation",
  permission: "task:complete",
  on: ofTask,
  input: moveTaskInput,
  output: tasks.record,
  rest: { method: "POST", path: "/tasks/{id}/move" },
  describe:
    "Moves a task to another status, as its workflow allows: its assignee may, also a guest whose share lets them move and complete own tasks. CONFLICT, with the current state, if the status was changed after `version`.",
  async run(ctx, { id, version, statusId }) {
    await requireShare(ctx, "complete", mine(id));
    await taskOperations.update(completingCtx(ctx), { id, version, statusId });
    return await taskOperations.answer(ctx, id);
  },
});

export const tickTask = pmo.operation({
  kind: "mutation",
  permission: "task:complete",
  on: ofTask,
  input: tickTaskInput,
  output: checklistParts.whole,
  rest: { method: "POST", path: "/tasks/{id}/tick" },
  describe: "Ticks an item of the checklist of a task, or takes the tick away. All who may move the task may.",
  async run(ctx, { id, version, itemId, done }) {
    await requireShare(ctx, "complete", mine(id));
    return await updateTaskItem(completingCtx(ctx), { id, version, itemId, done });
  },
});
