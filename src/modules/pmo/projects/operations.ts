import "server-only";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { crud } from "@/server/nouns/crud";
import { pmo } from "../module";
import { workflowOperations } from "../workflows/operations";
import { bringFirstWorkflows } from "../workflows/scope";
import { projects } from "./fields";
import { renameKeys } from "./row";
import { projectRule } from "./rule";

export const projectOperations = crud(pmo, projects, {
  targets: { account: accountOperations.scope, owner: memberScope, workflow: workflowOperations.scope },
  pick: ["key", "phase"],
  facts: ["key", "account", "phase"],
  rule: projectRule,
  async settled(ctx, before, { id, key }) {
    if (before === null) await bringFirstWorkflows(ctx);
    else if (before.key !== key) await renameKeys(ctx, String(id), String(key));
  },
});
