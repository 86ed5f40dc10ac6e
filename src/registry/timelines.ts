import "server-only";
import { apiKeyCatalog } from "@/modules/platform/api-keys/catalog";
import { apiKeyScope } from "@/modules/platform/api-keys/scope";
import { importSources } from "@/modules/platform/imports/scope";
import { memberCatalog } from "@/modules/platform/members/catalog";
import { memberScope } from "@/modules/platform/members/scope";
import { teamCatalog } from "@/modules/platform/teams/catalog";
import { teamScope } from "@/modules/platform/teams/scope";
import { workspaceCatalog } from "@/modules/platform/tenants/catalog";
import { workspaceScope } from "@/modules/platform/tenants/scope";
import { registerCatalog } from "@/server/catalog";
import { nounTimelines } from "./nouns";

/** The objects whose events timelines show, and whose changes refer to records by name. */
registerCatalog({
  timelines: [
    ...nounTimelines,
    { catalog: memberCatalog, scope: memberScope, setting: true },
    { catalog: teamCatalog, scope: teamScope, setting: true },
    { catalog: apiKeyCatalog, scope: apiKeyScope, setting: true },
    { catalog: workspaceCatalog, scope: workspaceScope, setting: true },
  ],
  batchSources: importSources,
});
