import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const workspaceEvents = defineEvents("workspace", {
  created: noData,
  updated: noData,
  visibilityChanged: z.object({ entity: z.string() }),
  factorRequirementChanged: noData,
  /** It will be deleted then, unless an owner undoes it. */
  deletionAsked: z.object({ dueAt: z.iso.datetime() }),
  deletionUndone: noData,
  /** An owner made another member the owner in their place. */
  ownershipTransferred: z.object({ fromId: z.uuid(), toId: z.uuid() }),
  exportAsked: z.object({ exportId: z.uuid() }),
  exportFinished: z.object({ exportId: z.uuid() }),
  exportDownloaded: z.object({ exportId: z.uuid() }),
  suspended: z.object({ reason: z.string() }),
  reactivated: noData,
});

/** For the global log: an act of a person that involves a workspace. */
export const workspaceIdentityEvents = defineEvents("person", {
  createdWorkspace: z.object({ tenantId: z.uuid(), slug: z.string() }),
  acceptedInvitation: z.object({ tenantId: z.uuid(), invitationId: z.uuid() }),
});
