import "server-only";
import { accounts } from "@/modules/crm/accounts/fields";
import { accountRows } from "@/modules/crm/accounts/import/operations/account-book";
import { linkAccountParents } from "@/modules/crm/accounts/import/operations/link-account-parents";
import { revertAccounts } from "@/modules/crm/accounts/import/operations/revert-accounts";
import { accountValues, tellAccountsApart } from "@/modules/crm/accounts/import/operations/tell-accounts";
import { upsertAccounts } from "@/modules/crm/accounts/import/operations/upsert-accounts";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityCatalog } from "@/modules/crm/opportunities/catalog";
import { revertOpportunities } from "@/modules/crm/opportunities/import/operations/revert-opportunities";
import { withStartStage } from "@/modules/crm/opportunities/import/operations/start-stage";
import { upsertOpportunities } from "@/modules/crm/opportunities/import/operations/upsert-opportunities";
import { readOpportunityRow } from "@/modules/crm/opportunities/import/schema";
import {
  findStages,
  makeStages,
  revertStages,
  stageCandidates,
} from "@/modules/crm/pipelines/import/operations/import-stages";
import { products } from "@/modules/crm/products/fields";
import { tellProductsApart } from "@/modules/crm/products/import/operations/tell-products";
import { productRows, revertProducts, upsertProducts } from "@/modules/crm/products/import/operations/upsert-products";
import { productOperations } from "@/modules/crm/products/operations";
import { memberCatalog } from "@/modules/platform/members/catalog";
import {
  findMembers,
  memberCandidates,
  tellMembersApart,
} from "@/modules/platform/teams/import/operations/find-members";
import {
  revertMembers,
  revertTeamPlaces,
  revertTeams,
} from "@/modules/platform/teams/import/operations/revert-members";
import { upsertMembers } from "@/modules/platform/teams/import/operations/upsert-members";
import { readMemberRow } from "@/modules/platform/teams/import/schema";
import { handOver } from "@/server/catalog";
import { namedRecords } from "@/server/nouns/named-records";

/** The importable objects in dependency order, with their references and their revert. */
handOver({
  importers: [
    {
      catalog: products.catalog,
      hasPage: true,
      names: ["name", "sku", "recordId"],
      upsert: upsertProducts,
      read: productRows.read,
    },
    {
      catalog: memberCatalog,
      names: ["name", "manager", "email", "recordId"],
      upsert: upsertMembers,
      read: readMemberRow,
      addsUp: true,
    },
    {
      catalog: accounts.catalog,
      hasPage: true,
      names: ["name", "domain", "recordId"],
      upsert: upsertAccounts,
      read: accountRows.read,
      link: linkAccountParents,
      values: accountValues,
    },
    {
      catalog: opportunityCatalog,
      hasPage: true,
      names: [],
      upsert: upsertOpportunities,
      read: readOpportunityRow,
      prepare: { field: "stage", where: "engagedOn", options: withStartStage },
    },
  ],
  references: [
    {
      ...namedRecords(productOperations),
      tellApart: tellProductsApart,
      mayMake: (ctx) => ctx.can("record:import"),
      make: upsertProducts,
    },
    {
      entity: "member",
      label: memberCatalog.label,
      find: findMembers,
      candidates: memberCandidates,
      tellApart: tellMembersApart,
      mayMake: (ctx) => ctx.can("member:manage"),
      make: upsertMembers,
    },
    {
      ...namedRecords(accountOperations),
      tellApart: tellAccountsApart,
      mayMake: (ctx) => ctx.can("account:create"),
      make: upsertAccounts,
    },
    {
      entity: "stage",
      label: { one: "stage", many: "stages" },
      find: findStages,
      candidates: stageCandidates,
      mayMake: (ctx) => ctx.can("pipeline:manage"),
      make: makeStages,
    },
  ],
  reverts: [
    { entity: "opportunity", label: opportunityCatalog.label, revert: revertOpportunities },
    { entity: "stage", label: { one: "stage", many: "stages" }, revert: revertStages },
    { entity: "account", label: accounts.catalog.label, revert: revertAccounts, restoresFirst: true },
    { entity: "product", label: products.catalog.label, revert: revertProducts },
    { entity: "teamMember", label: { one: "team membership", many: "team memberships" }, revert: revertTeamPlaces },
    { entity: "team", label: { one: "team", many: "teams" }, revert: revertTeams },
    { entity: "member", label: memberCatalog.label, revert: revertMembers },
  ],
});
