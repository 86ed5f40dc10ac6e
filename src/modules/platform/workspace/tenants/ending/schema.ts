import { z } from "zod";
import { id, instant, shortText } from "@/lib/zod";

/** The deletion that a workspace waits for; all are null if nobody has requested one. */
export const deletion = z
  .object({
    dueAt: instant.nullable(),
    askedAt: instant.nullable(),
    /** The owner who asked; null when they are gone. */
    askedBy: z.string().nullable(),
    /** Whether a paid plan ends with the workspace. */
    isPaid: z.boolean(),
  })
  .meta({ id: "WorkspaceDeletion" });
export type Deletion = z.infer<typeof deletion>;

export const askDeletionInput = z.object({
  /** The name of the workspace, typed by the owner. */
  name: shortText,
});

export const transferInput = z.object({ memberId: z.uuid("Choose a member.") });
/** Both members, with the roles that they have now. */
export const transferred = z.object({ ownerId: id, adminId: id });
