import "server-only";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { crud } from "@/server/nouns/crud";
import { pmo } from "../module";
import { projectOperations } from "../projects/operations";
import { taskStatusOperations } from "../task-statuses/operations";
import { tasks } from "./fields";
import { leaveParentElsewhere, moveBelow, tellOfCompletion } from "./row";
import { taskRule } from "./rule";
import { repeatByNewDay, repeatWhenOver, taskSeries } from "./series/operations/make-next";

export const taskOperations = crud(pmo, tasks, {
  targets: { project: projectOperations.scope, parent: "self", status: taskStatusOperations.scope, owner: memberScope },
  pick: ["key", "project"],
  facts: ["key", "project", "status"],
  rule: taskRule,
  series: taskSeries,
  async settled(ctx, before, after) {
    const { id, projectId } = after;
    if (before && before.projectId !== projectId) {
      const moved = { id: String(id), projectId: String(projectId) };
      await moveBelow(ctx, moved);
      if (after.parentId) await leaveParentElsewhere(ctx, moved);
    }
    tellOfCompletion(ctx, before, after);
    await repeatWhenOver(ctx, before, after);
    await repeatByNewDay(ctx, before, after);
  },
});
