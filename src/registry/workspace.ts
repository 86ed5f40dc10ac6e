import "server-only";
import { nouns, settings } from "@/lib/nouns/all";
import { bootstrapCalendars } from "@/modules/platform/workspace/calendars/bootstrap";
import { calendarCatalog } from "@/modules/platform/workspace/calendars/catalog";
import * as calendars from "@/modules/platform/workspace/calendars/operations/calendars";
import * as calendarDays from "@/modules/platform/workspace/calendars/operations/days";
import * as ownHours from "@/modules/platform/workspace/calendars/operations/own";
import { calendarsRouter } from "@/modules/platform/workspace/calendars/router";
import { calendarScope } from "@/modules/platform/workspace/calendars/scope";
import { workspaceCatalog } from "@/modules/platform/workspace/tenants/catalog";
import * as workspaceDomains from "@/modules/platform/workspace/tenants/domains/operations/domains";
import * as domainJoining from "@/modules/platform/workspace/tenants/domains/operations/joining";
import { joinDomainsRouter } from "@/modules/platform/workspace/tenants/domains/router";
import {
  deleteWorkspace,
  notifyDeletion,
  notifyDeletionUndone,
  notifyTransfer,
  stopSales,
} from "@/modules/platform/workspace/tenants/ending/jobs";
import * as workspaceDeletion from "@/modules/platform/workspace/tenants/ending/operations/deletion";
import * as workspaceTransfer from "@/modules/platform/workspace/tenants/ending/operations/transfer";
import { endingRouter } from "@/modules/platform/workspace/tenants/ending/router";
import { exportWorkspace, forgetExports } from "@/modules/platform/workspace/tenants/exports/jobs";
import * as workspaceExports from "@/modules/platform/workspace/tenants/exports/operations/exports";
import { exportsWithPeople } from "@/modules/platform/workspace/tenants/exports/operations/forget-person";
import { exportsRouter } from "@/modules/platform/workspace/tenants/exports/router";
import { placeDays } from "@/modules/platform/workspace/tenants/jobs";
import * as workspaceCreate from "@/modules/platform/workspace/tenants/operations/create";
import * as workspaceJoining from "@/modules/platform/workspace/tenants/operations/joining";
import * as workspaceSettings from "@/modules/platform/workspace/tenants/operations/settings";
import * as signInLinks from "@/modules/platform/workspace/tenants/operations/sign-in-link";
import { deleteArchived } from "@/modules/platform/workspace/tenants/retention/jobs";
import * as retention from "@/modules/platform/workspace/tenants/retention/operations/retention";
import { retentionRouter } from "@/modules/platform/workspace/tenants/retention/router";
import { tenantsRouter } from "@/modules/platform/workspace/tenants/router";
import { workspaceScope } from "@/modules/platform/workspace/tenants/scope";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

export const workspaceEntry = {
  operations: {
    ...operationsIn(workspaceCreate),
    ...operationsIn(workspaceJoining),
    ...operationsIn(workspaceDomains),
    ...operationsIn(domainJoining),
    ...operationsIn(workspaceSettings),
    ...operationsIn(signInLinks),
    ...operationsIn(workspaceDeletion),
    ...operationsIn(workspaceTransfer),
    ...operationsIn(workspaceExports),
    ...operationsIn(retention),
    ...operationsIn(calendars),
    ...operationsIn(calendarDays),
    ...operationsIn(ownHours),
  },
  routers: {
    tenants: tenantsRouter,
    ending: endingRouter,
    exports: exportsRouter,
    joinDomains: joinDomainsRouter,
    retention: retentionRouter,
    calendars: calendarsRouter,
  },
  jobs: [
    notifyDeletion,
    stopSales,
    notifyDeletionUndone,
    notifyTransfer,
    deleteWorkspace,
    exportWorkspace,
    forgetExports,
    deleteArchived,
    placeDays,
  ],
  bootstraps: [bootstrapCalendars],
  personal: [exportsWithPeople],
  live: [
    {
      scope: workspaceScope,
      changesAll: {
        events: ["workspace.sampleDataAdded", "workspace.sampleDataRemoved"],
        entities: Object.keys({ ...settings, ...nouns }),
      },
    },
    { scope: calendarScope },
  ],
  timelines: [
    { catalog: workspaceCatalog, scope: workspaceScope, setting: true },
    { catalog: calendarCatalog, scope: calendarScope, setting: true },
  ],
} as const satisfies RegistryEntry;
