import "server-only";
import { router, staffMutation, staffQuery } from "@/server/trpc";
import { listStaff, listStaffEvents } from "./operations/audit";
import { getWorkspace } from "./operations/get-workspace";
import { countWorkspaces, listWorkspaces } from "./operations/list-workspaces";
import { addOverride, endOverride, extendTrial, listOverrides } from "./operations/overrides";
import { getHealth, getOutboxLag, listParked, listPlatformJobs, replayEvents } from "./operations/platform";
import { reactivateWorkspace, suspendWorkspace } from "./operations/suspend";
import {
  supportHistory,
  workspaceInvoices,
  workspaceJobs,
  workspaceMails,
  workspaceMembers,
  workspaceUsage,
} from "./operations/workspace-parts";

export const staffRouter = router({
  workspaces: staffQuery(listWorkspaces),
  counts: staffQuery(countWorkspaces),
  workspace: staffQuery(getWorkspace),
  members: staffQuery(workspaceMembers),
  usage: staffQuery(workspaceUsage),
  invoices: staffQuery(workspaceInvoices),
  workspaceJobs: staffQuery(workspaceJobs),
  mails: staffQuery(workspaceMails),
  supportHistory: staffQuery(supportHistory),
  overrides: staffQuery(listOverrides),
  addOverride: staffMutation(addOverride),
  endOverride: staffMutation(endOverride),
  extendTrial: staffMutation(extendTrial),
  suspend: staffMutation(suspendWorkspace),
  reactivate: staffMutation(reactivateWorkspace),
  jobs: staffQuery(listPlatformJobs),
  outbox: staffQuery(getOutboxLag),
  parked: staffQuery(listParked),
  replay: staffMutation(replayEvents),
  health: staffQuery(getHealth),
  events: staffQuery(listStaffEvents),
  people: staffQuery(listStaff),
});
