import "server-only";
import { connectionCatalog } from "@/modules/hub/connections/catalog";
import { tendIntegrations } from "@/modules/hub/connections/jobs";
import * as connecting from "@/modules/hub/connections/operations/connecting";
import * as ending from "@/modules/hub/connections/operations/ending";
import * as connectionList from "@/modules/hub/connections/operations/list";
import * as pausing from "@/modules/hub/connections/operations/pausing";
import { connectionsRouter } from "@/modules/hub/connections/router";
import { connectionScope } from "@/modules/hub/connections/scope";
import { syncCatalog } from "@/modules/hub/sync/catalog";
import { forgetSyncLog, syncConnectionsAfter } from "@/modules/hub/sync/jobs";
import * as syncNewField from "@/modules/hub/sync/operations/create-field";
import * as syncHistory from "@/modules/hub/sync/operations/field-history";
import * as syncFields from "@/modules/hub/sync/operations/fields";
import { syncedPeople } from "@/modules/hub/sync/operations/forget-person";
import * as syncRehearsals from "@/modules/hub/sync/operations/get-rehearsal";
import * as syncLog from "@/modules/hub/sync/operations/list-changes";
import * as syncObjectList from "@/modules/hub/sync/operations/list-objects";
import * as syncProblemLists from "@/modules/hub/sync/operations/list-problems";
import * as syncRehearsed from "@/modules/hub/sync/operations/list-rehearsed";
import * as syncMending from "@/modules/hub/sync/operations/mend-value";
import * as syncFixes from "@/modules/hub/sync/operations/problem-fixes";
import * as syncSettling from "@/modules/hub/sync/operations/settle-problems";
import * as syncStarts from "@/modules/hub/sync/operations/starting";
import * as syncRecords from "@/modules/hub/sync/operations/sync-record";
import * as syncRecordTests from "@/modules/hub/sync/record-tests/operations";
import { syncRouter } from "@/modules/hub/sync/router";
import { syncObjectScope } from "@/modules/hub/sync/scope";
import { crmNouns } from "./crm";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

/** Changes of records that services keep, so that they are sent soon. */
const edits = [crmNouns.account, crmNouns.contact, crmNouns.opportunity].flatMap(({ noun }) =>
  Object.values(noun.events),
);

export const hubEntry = {
  operations: {
    ...operationsIn(connectionList),
    ...operationsIn(connecting),
    ...operationsIn(pausing),
    ...operationsIn(ending),
    ...operationsIn(syncObjectList),
    ...operationsIn(syncFields),
    ...operationsIn(syncNewField),
    ...operationsIn(syncRecordTests),
    ...operationsIn(syncStarts),
    ...operationsIn(syncRecords),
    ...operationsIn(syncRehearsals),
    ...operationsIn(syncRehearsed),
    ...operationsIn(syncProblemLists),
    ...operationsIn(syncFixes),
    ...operationsIn(syncMending),
    ...operationsIn(syncSettling),
    ...operationsIn(syncLog),
    ...operationsIn(syncHistory),
  },
  routers: { connections: connectionsRouter, sync: syncRouter },
  jobs: [tendIntegrations, syncConnectionsAfter(edits), forgetSyncLog],
  personal: [syncedPeople],
  live: [
    { scope: connectionScope, level: "admins" },
    { scope: syncObjectScope, level: "admins" },
  ],
  timelines: [
    { catalog: connectionCatalog, scope: connectionScope, setting: true },
    { catalog: syncCatalog, scope: syncObjectScope, setting: true },
  ],
} as const satisfies RegistryEntry;
