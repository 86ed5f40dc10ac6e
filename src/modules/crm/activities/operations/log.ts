import "server-only";
import { crm } from "../../module";
import { loggedActivities, logInput } from "../schema";
import { activityOperations } from "./all";

export const logActivities = crm.operation({
  kind: "mutation",
  permission: "activity:create",
  input: logInput,
  output: loggedActivities,
  rest: { method: "POST", path: "/activities/log", creates: true },
  describe: "Creates an activity and those that follow from it, all or none: a call, and the task that was agreed on.",
  async run(ctx, input) {
    const made: Awaited<ReturnType<typeof activityOperations.create>>[] = [];
    for (const one of input.activities) made.push(await activityOperations.create(ctx, one));
    return made;
  },
});
