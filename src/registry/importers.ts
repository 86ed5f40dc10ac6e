import "server-only";
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
import { handOver, inDependencyOrder } from "@/server/catalog";
import { nounImports } from "./noun-imports";

const beside = nounImports.flatMap(({ beside: one }) => one ?? []);

/** What can be imported, in dependency order, with what its rows point to and how it is taken back. */
handOver({
  importers: inDependencyOrder([
    ...nounImports.map(({ importer }) => importer),
    {
      catalog: opportunityCatalog,
      hasPage: true,
      names: [],
      upsert: upsertOpportunities,
      read: readOpportunityRow,
      prepare: { field: "stage", where: "engagedOn", options: withStartStage },
    },
    {
      catalog: memberCatalog,
      names: ["name", "manager", "email", "recordId"],
      upsert: upsertMembers,
      read: readMemberRow,
      addsUp: true,
    },
  ]),
  references: [
    {
      entity: "member",
      label: memberCatalog.label,
      find: findMembers,
      candidates: memberCandidates,
      tellApart: tellMembersApart,
      mayMake: (ctx) => ctx.can("member:manage"),
      make: upsertMembers,
    },
    ...nounImports.map(({ reference }) => reference),
    ...beside.flatMap(({ references }) => references),
    {
      entity: "stage",
      label: { one: "stage", many: "stages" },
      find: findStages,
      candidates: stageCandidates,
      mayMake: (ctx) => ctx.can("pipeline:manage"),
      make: makeStages,
    },
  ],
  // What points to others goes before them.
  reverts: [
    { entity: "opportunity", label: opportunityCatalog.label, revert: revertOpportunities },
    { entity: "stage", label: { one: "stage", many: "stages" }, revert: revertStages },
    ...nounImports.map(({ revert }) => revert).toReversed(),
    ...beside.flatMap(({ reverts }) => reverts),
    { entity: "teamMember", label: { one: "place in a team", many: "places in teams" }, revert: revertTeamPlaces },
    { entity: "team", label: { one: "team", many: "teams" }, revert: revertTeams },
    { entity: "member", label: memberCatalog.label, revert: revertMembers },
  ],
});
