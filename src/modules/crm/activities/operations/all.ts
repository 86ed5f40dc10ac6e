import "server-only";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { crud } from "@/server/nouns/crud";
import { activityOutcomeOperations } from "../../activity-outcomes/operations";
import { crm } from "../../module";
import { activities } from "../fields";
import { activityRule } from "../rule";
import { recordTouch } from "./touch";

export const activityOperations = crud(crm, activities, {
  targets: { outcome: activityOutcomeOperations.scope, owner: memberScope, creator: memberScope },
  rule: activityRule,
  settled: recordTouch,
});
