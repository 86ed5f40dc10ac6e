import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const workspaceEvents = defineEvents("workspace", {
  created: noData,
  updated: noData,
  visibilityChanged: z.object({ entity: z.string() }),
  followUpsChanged: noData,
  factorRequirementChanged: noData,
  /** Members read the names of linked records that they may not open, or no longer. */
  hiddenNamesChanged: noData,
  /** Archived records are deleted for good after other days, or not at all. */
  retentionChanged: noData,
  /** It will be deleted then, unless an owner undoes it. */
  deletionAsked: z.object({ dueAt: z.iso.datetime() }),
  deletionUndone: noData,
  /** An owner made another member the owner in their place. */
  ownershipTransferred: z.object({ fromId: z.uuid(), toId: z.uuid() }),
  exportAsked: z.object({ exportId: z.uuid() }),
  exportFinished: z.object({ exportId: z.uuid() }),
  exportDownloaded: z.object({ exportId: z.uuid() }),
  /** Whose domain lets people join: asked for by a link, confirmed by opening it, taken away. */
  joinDomainAsked: z.object({ domain: z.string(), email: z.string() }),
  joinDomainConfirmed: z.object({ domain: z.string() }),
  joinDomainRemoved: z.object({ domain: z.string() }),
  /** The records of the sample data came, or went. */
  sampleDataAdded: z.object({ records: z.int() }),
  sampleDataRemoved: z.object({ deleted: z.int(), kept: z.int(), unlinked: z.int() }),
  suspended: z.object({ reason: z.string() }),
  reactivated: noData,
});

/** For the global log: an act of a person that involves a workspace. */
export const workspaceIdentityEvents = defineEvents("person", {
  createdWorkspace: z.object({ tenantId: z.uuid(), slug: z.string() }),
  joinedByDomain: z.object({ tenantId: z.uuid(), domain: z.string() }),
  acceptedInvitation: z.object({ tenantId: z.uuid(), invitationId: z.uuid() }),
});
