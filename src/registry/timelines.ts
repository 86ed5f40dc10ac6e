import "server-only";
import { apiKeyCatalog } from "@/modules/platform/api-keys/catalog";
import { apiKeyScope } from "@/modules/platform/api-keys/scope";
import { billingCatalog } from "@/modules/platform/billing/catalog";
import { billingScope } from "@/modules/platform/billing/scope";
import { customFieldCatalog } from "@/modules/platform/custom-fields/catalog";
import { customFieldScope } from "@/modules/platform/custom-fields/scope";
import { importSources } from "@/modules/platform/imports/scope";
import { memberCatalog } from "@/modules/platform/members/catalog";
import { memberScope } from "@/modules/platform/members/scope";
import { planCatalog } from "@/modules/platform/plans/catalog";
import { planScope } from "@/modules/platform/plans/scope";
import { supportAccessCatalog, supportSessionCatalog } from "@/modules/platform/support/catalog";
import { supportAccessScope, supportSessionScope } from "@/modules/platform/support/scope";
import { tagCatalog } from "@/modules/platform/tags/catalog";
import { tagScope } from "@/modules/platform/tags/scope";
import { teamCatalog } from "@/modules/platform/teams/catalog";
import { teamScope } from "@/modules/platform/teams/scope";
import { workspaceCatalog } from "@/modules/platform/tenants/catalog";
import { workspaceScope } from "@/modules/platform/tenants/scope";
import { budgetAlertCatalog, budgetCatalog } from "@/modules/platform/usage/budgets/catalog";
import { budgetAlertScope, budgetScope } from "@/modules/platform/usage/budgets/scope";
import { registerCatalog } from "@/server/catalog";
import { nounTimelines } from "./nouns";

/** The objects whose events timelines show, and whose changes refer to records by name. */
registerCatalog({
  timelines: [
    ...nounTimelines,
    { catalog: memberCatalog, scope: memberScope, setting: true },
    { catalog: teamCatalog, scope: teamScope, setting: true },
    { catalog: customFieldCatalog, scope: customFieldScope, setting: true },
    { catalog: tagCatalog, scope: tagScope, setting: true },
    { catalog: apiKeyCatalog, scope: apiKeyScope, setting: true },
    { catalog: planCatalog, scope: planScope, setting: true },
    { catalog: billingCatalog, scope: billingScope, setting: true },
    { catalog: workspaceCatalog, scope: workspaceScope, setting: true },
    { catalog: supportAccessCatalog, scope: supportAccessScope, setting: true },
    { catalog: supportSessionCatalog, scope: supportSessionScope, setting: true },
    { catalog: budgetCatalog, scope: budgetScope, setting: true },
    { catalog: budgetAlertCatalog, scope: budgetAlertScope, setting: true },
  ],
  batchSources: importSources,
});
