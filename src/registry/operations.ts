import "server-only";
import * as family from "@/modules/crm/accounts/family/operations";
import * as accounts from "@/modules/crm/accounts/operations";
import * as board from "@/modules/crm/opportunities/board/operations";
import * as stageHistory from "@/modules/crm/opportunities/history/operations";
import * as opportunityLines from "@/modules/crm/opportunities/lines/operations";
import * as opportunityArchive from "@/modules/crm/opportunities/operations/archive";
import * as opportunityBulk from "@/modules/crm/opportunities/operations/bulk";
import * as opportunityCreate from "@/modules/crm/opportunities/operations/create";
import * as opportunityMove from "@/modules/crm/opportunities/operations/move";
import * as opportunityRead from "@/modules/crm/opportunities/operations/read";
import * as opportunityUpdate from "@/modules/crm/opportunities/operations/update";
import * as removedStages from "@/modules/crm/opportunities/stages/operations";
import * as accountTotals from "@/modules/crm/opportunities/totals/operations";
import * as lossReasons from "@/modules/crm/pipelines/loss-reasons/operations";
import * as pipelines from "@/modules/crm/pipelines/operations";
import * as stages from "@/modules/crm/pipelines/stages/operations";
import * as products from "@/modules/crm/products/operations";
import * as apiKeys from "@/modules/platform/api-keys/operations";
import * as links from "@/modules/platform/auth/operations/links";
import * as passwords from "@/modules/platform/auth/operations/passwords";
import * as person from "@/modules/platform/auth/operations/person";
import * as sessions from "@/modules/platform/auth/operations/sessions";
import * as signIn from "@/modules/platform/auth/operations/sign-in";
import * as signUp from "@/modules/platform/auth/operations/sign-up";
import * as events from "@/modules/platform/events/operations";
import * as invitations from "@/modules/platform/members/invitations/operations";
import * as memberLifecycle from "@/modules/platform/members/operations/lifecycle";
import * as memberList from "@/modules/platform/members/operations/list";
import * as memberRoles from "@/modules/platform/members/operations/roles";
import * as teams from "@/modules/platform/teams/operations";
import * as workspaceCreate from "@/modules/platform/tenants/operations/create";
import * as workspaceJoining from "@/modules/platform/tenants/operations/joining";
import * as workspaceSettings from "@/modules/platform/tenants/operations/settings";
import type { AnyOperation } from "@/server/operation";
import "./timelines";
import "./bootstraps";

type OperationsOf<T> = { [K in keyof T as T[K] extends { realm: string; kind: string } ? K : never]: T[K] };

/** The operations among a file's exports; plain functions that other domains share are left out. */
function operationsIn<T extends object>(module: T): OperationsOf<T> {
  return Object.fromEntries(
    Object.entries(module).filter(([, value]) => typeof value === "function" && "realm" in value),
  ) as OperationsOf<T>;
}

/** Every operation of the product. Tests, REST and OpenAPI walk this list. */
export const operations = {
  ...operationsIn(signUp),
  ...operationsIn(links),
  ...operationsIn(signIn),
  ...operationsIn(passwords),
  ...operationsIn(person),
  ...operationsIn(sessions),
  ...operationsIn(workspaceCreate),
  ...operationsIn(workspaceJoining),
  ...operationsIn(workspaceSettings),
  ...operationsIn(memberList),
  ...operationsIn(memberLifecycle),
  ...operationsIn(memberRoles),
  ...operationsIn(invitations),
  ...operationsIn(teams),
  ...operationsIn(apiKeys),
  ...operationsIn(accounts),
  ...operationsIn(family),
  ...operationsIn(products),
  ...operationsIn(pipelines),
  ...operationsIn(stages),
  ...operationsIn(lossReasons),
  ...operationsIn(opportunityRead),
  ...operationsIn(opportunityCreate),
  ...operationsIn(opportunityUpdate),
  ...operationsIn(opportunityMove),
  ...operationsIn(opportunityArchive),
  ...operationsIn(stageHistory),
  ...operationsIn(board),
  ...operationsIn(opportunityLines),
  ...operationsIn(opportunityBulk),
  ...operationsIn(removedStages),
  ...operationsIn(accountTotals),
  ...operationsIn(events),
} as const satisfies Record<string, AnyOperation>;
