import "server-only";
import { accountCatalog } from "@/modules/crm/accounts/catalog";
import { branchIds } from "@/modules/crm/accounts/family/operations";
import { accountScope } from "@/modules/crm/accounts/scope";
import { opportunityCatalog } from "@/modules/crm/opportunities/catalog";
import { pastStays } from "@/modules/crm/opportunities/history/row";
import { opportunityScope } from "@/modules/crm/opportunities/scope";
import { lossReasonCatalog, pipelineCatalog, stageCatalog } from "@/modules/crm/pipelines/catalog";
import { lossReasonScope, pipelineScope, stageScope } from "@/modules/crm/pipelines/scope";
import { apiKeyCatalog } from "@/modules/platform/api-keys/catalog";
import { apiKeyScope } from "@/modules/platform/api-keys/scope";
import { importSources } from "@/modules/platform/imports/scope";
import { memberCatalog } from "@/modules/platform/members/catalog";
import { memberScope } from "@/modules/platform/members/scope";
import { teamCatalog } from "@/modules/platform/teams/catalog";
import { teamScope } from "@/modules/platform/teams/scope";
import { workspaceCatalog } from "@/modules/platform/tenants/catalog";
import { workspaceScope } from "@/modules/platform/tenants/scope";
import { handOver } from "@/server/catalog";
import { nounTimelines } from "./nouns";

/** The objects whose events timelines tell, and to which their changes refer by name. */
handOver({
  timelines: [
    {
      catalog: accountCatalog,
      scope: accountScope,
      family: (ctx, id) => branchIds(ctx, [id], "seen"),
    },
    { catalog: opportunityCatalog, scope: opportunityScope, past: pastStays },
    { catalog: pipelineCatalog, scope: pipelineScope, setting: true },
    { catalog: stageCatalog, scope: stageScope, setting: true },
    { catalog: lossReasonCatalog, scope: lossReasonScope, setting: true },
    ...nounTimelines,
    { catalog: memberCatalog, scope: memberScope, setting: true },
    { catalog: teamCatalog, scope: teamScope, setting: true },
    { catalog: apiKeyCatalog, scope: apiKeyScope, setting: true },
    { catalog: workspaceCatalog, scope: workspaceScope, setting: true },
  ],
  batchSources: importSources,
});
