import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const workspaceEvents = defineEvents("workspace", {
  created: noData,
  updated: noData,
  visibilityChanged: z.object({ entity: z.string() }),
});

/** For the global log: an act of a person that involves a workspace. */
export const workspaceIdentityEvents = defineEvents("person", {
  createdWorkspace: z.object({ tenantId: z.uuid(), slug: z.string() }),
  acceptedInvitation: z.object({ tenantId: z.uuid(), invitationId: z.uuid() }),
});
