import "server-only";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import { target } from "@/server/nouns/noun-runtime";
import { pmo } from "../../module";
import { type Task, tasks } from "../fields";
import { taskOperations } from "../operations";
import { movesOf } from "../scope";

const { scope, update, answer } = taskOperations;

interface Target {
  id: string;
  version: number;
}

/** Moves a task to the first status that fits; says what is missing if there is none. */
const movingTo = (done: boolean, verb: string, describe: string) =>
  pmo.operation({
    kind: "mutation",
    permission: "task:edit",
    on: { scope, ids: (input: Target) => [input.id] },
    input: target,
    output: tasks.record,
    rest: { method: "POST", path: `/tasks/{id}/${verb}` },
    describe: `${describe} VALIDATION, with what is missing, if there is none; CONFLICT, with the current state, if its status was changed after \`version\`.`,
    run: (ctx, input) => moveToFirst(ctx, input, done),
  });

export const completeTask = movingTo(
  true,
  "complete",
  "Moves a task to the first status of its workflow in the category done that it may move to.",
);

export const reopenTask = movingTo(
  false,
  "reopen",
  "Moves a task that is done to the first status of its workflow that is not done and that it may move to.",
);

/** Moves a task to the first status that is done, or not; where it may move to none, the first one says why. */
async function moveToFirst(ctx: Ctx, { id, version }: Target, done: boolean): Promise<Task> {
  const { isDone, moves } = await movesOf(ctx, id);
  if (isDone === done) {
    ctx.outcome.unchanged = true;
    return await answer(ctx, id);
  }
  const wanted = moves.filter(({ to }) => (to.category === "done") === done);
  const fitting = wanted.find(({ refusal }) => refusal === null) ?? wanted[0];
  if (!fitting) throw invalid("statusId", noneLike(done));
  return await update(ctx, { id, version, statusId: fitting.to.id });
}

const noneLike = (done: boolean) =>
  `The workflow of the project has no status ${done ? "in the category done" : "for work that is not done"}. Ask an admin to add one.`;
