import "server-only";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { crud } from "@/server/nouns/crud";
import { tableOf } from "@/server/nouns/table";
import type { AnyOperation } from "@/server/operation";
import { activityOutcomeOperations } from "../../activity-outcomes/operations";
import { crm } from "../../module";
import { activities } from "../fields";
import { activityRule } from "../rule";
import { activitySeries, repeatWhenOver } from "../series/operations/make-next";
import { completing } from "./complete";
import { recordTouch } from "./touch";

const targets = { outcome: activityOutcomeOperations.scope, owner: memberScope, creator: memberScope };

export const activityOperations = crud(crm, activities, {
  targets,
  table: tableOf(activities, targets, {
    columns: {},
    references: {},
    list: { defaultSort: { field: "at", direction: "desc" } },
    present: () => ({}),
  }),
  rule: activityRule,
  series: activitySeries,
  steps: (given) => ({ complete: completing(given) as unknown as AnyOperation }),
  async settled(ctx, before, after) {
    await recordTouch(ctx, before, after);
    await repeatWhenOver(ctx, before, after);
  },
});

/** Completes an activity, and plans the next one with it. */
export const completeActivity = activityOperations.transitions.complete as unknown as ReturnType<typeof completing>;
