import "server-only";
import { repeatOutput, setRepeatInput } from "@/lib/recurrence/repeat-schema";
import { idInput } from "@/server/nouns/noun-runtime";
import { repeatOf, setRepeat } from "@/server/series/set-repeat";
import { pmo } from "../../../module";
import { tasks } from "../../fields";
import { taskOperations } from "../../operations";
import { taskSeries } from "./make-next";

const { scope, get } = taskOperations;

export const getTaskRepeat = pmo.operation({
  kind: "query",
  permission: "task:view",
  guests: false,
  uses: [{ scope, ids: (input: { id: string }) => [input.id] }],
  input: idInput,
  output: repeatOutput,
  rest: { method: "GET", path: "/tasks/{id}/repeat" },
  describe:
    "How a task repeats: its rule, and the day from which it counts; both null if it does not. If the next one could not be made, when that is tried again.",
  run: (ctx, { id }) => repeatOf(ctx, taskSeries, id),
});

export const setTaskRepeat = pmo.operation({
  kind: "mutation",
  permission: "task:edit",
  on: { scope, ids: (input: { id: string }) => [input.id] },
  input: setRepeatInput,
  output: tasks.record,
  rest: { method: "POST", path: "/tasks/{id}/repeat" },
  describe:
    "Sets how a task repeats; with null it no longer does. The next task is made from the last one when that is done or archived, or when its day has passed.",
  async run(ctx, input) {
    await setRepeat(ctx, { kind: taskSeries, scope }, input);
    return await get(ctx, { id: input.id });
  },
});
