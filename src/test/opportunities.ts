import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import type { Pipeline } from "@/modules/crm/pipelines/schema";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "./ctx";

export interface OpportunityWorkspace {
  workspace: TestWorkspace;
  admin: Ctx;
  /** The default one. */
  pipeline: Pipeline;
}

/** A workspace with the pipeline that every new one gets, and its admin. */
export async function opportunityWorkspace(): Promise<OpportunityWorkspace> {
  const workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const admin = await workspace.role("admin");
  const [pipeline] = await listPipelines(admin, {});
  if (!pipeline) throw new Error("No pipeline was made.");
  return { workspace, admin, pipeline };
}
