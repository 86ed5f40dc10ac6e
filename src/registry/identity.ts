import "server-only";
import { apiKeyCatalog } from "@/modules/platform/identity/api-keys/catalog";
import { forgetKeyLog } from "@/modules/platform/identity/api-keys/log/jobs";
import * as apiKeyLog from "@/modules/platform/identity/api-keys/log/operations/read";
import * as apiKeys from "@/modules/platform/identity/api-keys/operations";
import { notifyKeyEnding } from "@/modules/platform/identity/api-keys/rotation/jobs";
import * as apiKeyRotation from "@/modules/platform/identity/api-keys/rotation/operations/rotate";
import { apiKeysRouter } from "@/modules/platform/identity/api-keys/router";
import { apiKeyScope } from "@/modules/platform/identity/api-keys/scope";
import { forgetSignIns } from "@/modules/platform/identity/auth/jobs";
import * as confirming from "@/modules/platform/identity/auth/operations/confirm";
import * as emailChanges from "@/modules/platform/identity/auth/operations/email-change";
import * as factors from "@/modules/platform/identity/auth/operations/factors";
import * as links from "@/modules/platform/identity/auth/operations/links";
import * as passkeys from "@/modules/platform/identity/auth/operations/passkeys";
import * as passwords from "@/modules/platform/identity/auth/operations/passwords";
import * as person from "@/modules/platform/identity/auth/operations/person";
import * as sessions from "@/modules/platform/identity/auth/operations/sessions";
import * as signIn from "@/modules/platform/identity/auth/operations/sign-in";
import * as signUp from "@/modules/platform/identity/auth/operations/sign-up";
import { authRouter } from "@/modules/platform/identity/auth/router";
import { memberCatalog } from "@/modules/platform/identity/members/catalog";
import { mailWaitingInvitations } from "@/modules/platform/identity/members/invitations/jobs";
import * as invitations from "@/modules/platform/identity/members/invitations/operations/inviting";
import { seatLimit } from "@/modules/platform/identity/members/limits";
import * as memberLifecycle from "@/modules/platform/identity/members/operations/lifecycle";
import * as memberList from "@/modules/platform/identity/members/operations/list";
import * as memberRoles from "@/modules/platform/identity/members/operations/roles";
import * as owned from "@/modules/platform/identity/members/owned/operations";
import { ownedRouter } from "@/modules/platform/identity/members/owned/router";
import { membersRouter } from "@/modules/platform/identity/members/router";
import { memberSearch } from "@/modules/platform/identity/members/row";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { bootstrapTeams } from "@/modules/platform/identity/teams/bootstrap";
import { teamCatalog } from "@/modules/platform/identity/teams/catalog";
import {
  distinguishMembers,
  findMembers,
  findRemovedMembers,
  memberCandidates,
} from "@/modules/platform/identity/teams/import/operations/find-members";
import * as memberRevert from "@/modules/platform/identity/teams/import/operations/revert-members";
import * as memberImport from "@/modules/platform/identity/teams/import/operations/upsert-members";
import { readMemberRow } from "@/modules/platform/identity/teams/import/schema";
import * as teams from "@/modules/platform/identity/teams/operations";
import { teamsRouter } from "@/modules/platform/identity/teams/router";
import { teamScope } from "@/modules/platform/identity/teams/scope";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

const { upsertMembers } = memberImport;

export const identityEntry = {
  operations: {
    ...operationsIn(signUp),
    ...operationsIn(confirming),
    ...operationsIn(emailChanges),
    ...operationsIn(factors),
    ...operationsIn(links),
    ...operationsIn(signIn),
    ...operationsIn(passkeys),
    ...operationsIn(passwords),
    ...operationsIn(person),
    ...operationsIn(sessions),
    ...operationsIn(memberList),
    ...operationsIn(memberLifecycle),
    ...operationsIn(owned),
    ...operationsIn(memberRoles),
    ...operationsIn(invitations),
    ...operationsIn(teams),
    ...operationsIn(memberImport),
    ...operationsIn(memberRevert),
    ...operationsIn(apiKeys),
    ...operationsIn(apiKeyRotation),
    ...operationsIn(apiKeyLog),
  },
  routers: { auth: authRouter, members: membersRouter, owned: ownedRouter, teams: teamsRouter, apiKeys: apiKeysRouter },
  jobs: [forgetKeyLog, notifyKeyEnding, mailWaitingInvitations],
  platformJobs: [forgetSignIns],
  limits: [seatLimit],
  bootstraps: [bootstrapTeams],
  live: [{ scope: memberScope }, { scope: teamScope }, { scope: apiKeyScope, level: "admins" }],
  timelines: [
    { catalog: memberCatalog, scope: memberScope, setting: true },
    { catalog: teamCatalog, scope: teamScope, setting: true },
    { catalog: apiKeyCatalog, scope: apiKeyScope, setting: true },
  ],
  searches: [memberSearch],
  importers: [
    {
      catalog: memberCatalog,
      names: ["name", "manager", "email", "recordId"],
      needs: [{ anyOf: ["name"], reason: "Each row needs a name." }],
      upsert: upsertMembers,
      read: readMemberRow,
      addsUp: true,
    },
  ],
  references: [
    {
      entity: "member",
      label: memberCatalog.label,
      find: findMembers,
      findFormer: findRemovedMembers,
      candidates: memberCandidates,
      distinguish: distinguishMembers,
      mayMake: (ctx) => ctx.can("member:manage"),
      make: upsertMembers,
      makeNote: "They take no seat",
    },
  ],
  reverts: [
    {
      entity: "teamMember",
      label: { one: "team membership", many: "team memberships" },
      revert: memberRevert.revertTeamPlaces,
    },
    { entity: "team", label: { one: "team", many: "teams" }, revert: memberRevert.revertTeams },
    { entity: "member", label: memberCatalog.label, revert: memberRevert.revertMembers },
  ],
} as const satisfies RegistryEntry;
