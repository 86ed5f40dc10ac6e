import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import { branchIds } from "@/modules/crm/accounts/family/operations";
import { pastStays } from "@/modules/crm/opportunities/history/row";
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
import { handOver, type TimelineSource } from "@/server/catalog";
import { nounTimelines } from "./nouns";

/** Nouns whose timelines also show events from before the import, or from the family. */
const beyond: { readonly [E in NounEntity]?: Pick<TimelineSource, "family" | "past"> } = {
  account: { family: (ctx, id) => branchIds(ctx, [id], "seen") },
  opportunity: { past: pastStays },
};

/** The objects whose events timelines show, and whose changes refer to records by name. */
handOver({
  timelines: [
    { catalog: pipelineCatalog, scope: pipelineScope, setting: true },
    { catalog: stageCatalog, scope: stageScope, setting: true },
    { catalog: lossReasonCatalog, scope: lossReasonScope, setting: true },
    ...nounTimelines.map((timeline) => ({ ...timeline, ...beyond[timeline.catalog.entity] })),
    { catalog: memberCatalog, scope: memberScope, setting: true },
    { catalog: teamCatalog, scope: teamScope, setting: true },
    { catalog: apiKeyCatalog, scope: apiKeyScope, setting: true },
    { catalog: workspaceCatalog, scope: workspaceScope, setting: true },
  ],
  batchSources: importSources,
});
