import * as audit from "@/modules/platform/operator/staff/operations/audit";
import * as workspace from "@/modules/platform/operator/staff/operations/get-workspace";
import * as workspaces from "@/modules/platform/operator/staff/operations/list-workspaces";
import * as overrides from "@/modules/platform/operator/staff/operations/overrides";
import * as platform from "@/modules/platform/operator/staff/operations/platform";
import * as suspending from "@/modules/platform/operator/staff/operations/suspend";
import * as parts from "@/modules/platform/operator/staff/operations/workspace-parts";
import * as support from "@/modules/platform/operator/support/staff/operations";
import { operationsIn } from "@/registry/operations-in";

/** Every operation of the staff console, by its name. */
export const staffOperations = {
  ...operationsIn(workspaces),
  ...operationsIn(workspace),
  ...operationsIn(parts),
  ...operationsIn(overrides),
  ...operationsIn(suspending),
  ...operationsIn(platform),
  ...operationsIn(audit),
  ...operationsIn(support),
};
