import "server-only";
import { memberCatalog } from "@/modules/platform/members/catalog";
import {
  distinguishMembers,
  findMembers,
  memberCandidates,
} from "@/modules/platform/teams/import/operations/find-members";
import {
  revertMembers,
  revertTeamPlaces,
  revertTeams,
} from "@/modules/platform/teams/import/operations/revert-members";
import { upsertMembers } from "@/modules/platform/teams/import/operations/upsert-members";
import { readMemberRow } from "@/modules/platform/teams/import/schema";
import { inDependencyOrder, registerCatalog } from "@/server/catalog";
import { nounImports } from "./noun-imports";

/** The importable objects in dependency order, with their references and their revert. */
registerCatalog({
  importers: inDependencyOrder([
    ...nounImports.map(({ importer }) => importer),
    {
      catalog: memberCatalog,
      names: ["name", "manager", "email", "recordId"],
      needs: [{ anyOf: ["name"], reason: "Each row needs a name." }],
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
      distinguish: distinguishMembers,
      mayMake: (ctx) => ctx.can("member:manage"),
      make: upsertMembers,
    },
    ...nounImports.flatMap(({ reference, beside }) => [reference, ...(beside?.references ?? [])]),
  ],
  // Records that point to others are reverted first.
  reverts: [
    ...nounImports.toReversed().flatMap(({ revert, beside }) => [revert, ...(beside?.reverts ?? [])]),
    { entity: "teamMember", label: { one: "team membership", many: "team memberships" }, revert: revertTeamPlaces },
    { entity: "team", label: { one: "team", many: "teams" }, revert: revertTeams },
    { entity: "member", label: memberCatalog.label, revert: revertMembers },
  ],
});
