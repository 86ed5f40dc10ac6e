import "server-only";
import { workspaceCatalog } from "@/modules/platform/workspace/tenants/catalog";
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
import { exportsRouter } from "@/modules/platform/workspace/tenants/exports/router";
import * as workspaceCreate from "@/modules/platform/workspace/tenants/operations/create";
import * as workspaceJoining from "@/modules/platform/workspace/tenants/operations/joining";
import * as workspaceSettings from "@/modules/platform/workspace/tenants/operations/settings";
import * as signInLinks from "@/modules/platform/workspace/tenants/operations/sign-in-link";
import { tenantsRouter } from "@/modules/platform/workspace/tenants/router";
import { workspaceScope } from "@/modules/platform/workspace/tenants/scope";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

export const workspaceEntry = {
  operations: {
    ...operationsIn(workspaceCreate),
    ...operationsIn(workspaceJoining),
    ...operationsIn(workspaceSettings),
    ...operationsIn(signInLinks),
    ...operationsIn(workspaceDeletion),
    ...operationsIn(workspaceTransfer),
    ...operationsIn(workspaceExports),
  },
  routers: { tenants: tenantsRouter, ending: endingRouter, exports: exportsRouter },
  jobs: [
    notifyDeletion,
    stopSales,
    notifyDeletionUndone,
    notifyTransfer,
    deleteWorkspace,
    exportWorkspace,
    forgetExports,
  ],
  live: [{ scope: workspaceScope }],
  timelines: [{ catalog: workspaceCatalog, scope: workspaceScope, setting: true }],
} as const satisfies RegistryEntry;
