import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const workspaceEvents = defineEvents("workspace", {
  created: noData,
  updated: noData,
  visibilityChanged: z.object({ entity: z.string() }),
});

/** In the global log: what a person did that led into a workspace. */
export const workspaceIdentityEvents = defineEvents("person", {
  createdWorkspace: z.object({ tenantId: z.uuid(), slug: z.string() }),
  acceptedInvitation: z.object({ tenantId: z.uuid(), invitationId: z.uuid() }),
});
