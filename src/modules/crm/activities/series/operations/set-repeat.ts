import "server-only";
import { repeatOutput, setRepeatInput } from "@/lib/recurrence/repeat-schema";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { idInput } from "@/server/nouns/noun-runtime";
import { recordsOf } from "@/server/nouns/records";
import { type Repeating, repeatOf, setRepeat } from "@/server/series/set-repeat";
import { crm } from "../../../module";
import { type Activity, activities } from "../../fields";
import { activityOperations } from "../../operations/all";
import { activitySeries } from "./make-next";

const { scope } = activityOperations;

/** Activities that repeat, with the rules by which they are edited. */
export const repeatingActivities: Repeating = { kind: activitySeries, scope };

export const getActivityRepeat = crm.operation({
  kind: "query",
  permission: "activity:view",
  uses: [{ scope, ids: (input: { id: string }) => [input.id] }],
  input: idInput,
  output: repeatOutput,
  rest: { method: "GET", path: "/activities/{id}/repeat" },
  describe:
    "How an activity repeats: its rule, and the day from which it counts; both null if it does not. If the next one could not be made, when that is tried again.",
  run: (ctx, { id }) => repeatOf(ctx, activitySeries, id),
});

export const setActivityRepeat = crm.operation({
  kind: "mutation",
  permission: "activity:edit",
  on: { scope, ids: (input: { id: string }) => [input.id] },
  input: setRepeatInput,
  output: activities.record,
  rest: { method: "POST", path: "/activities/{id}/repeat" },
  describe:
    "Sets how an activity and those that follow it repeat; with null they no longer do. The next activity is made when the last one is completed, cancelled or archived, or when its time has passed.",
  async run(ctx, input) {
    await setRepeat(ctx, repeatingActivities, input);
    return await recordOf(ctx, input.id);
  },
});

/** The record as it leaves the server. */
export async function recordOf(ctx: Ctx, id: string): Promise<Activity> {
  const { table, present } = activityOperations;
  const row = await recordsOf(ctx, "activity").findFirst({
    where: { id },
    select: table.select,
    relationLoadStrategy: "join",
  });
  if (!row) throw notFound("activity");
  return await present(ctx, row);
}
