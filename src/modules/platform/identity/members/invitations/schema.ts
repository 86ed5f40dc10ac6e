import { z } from "zod";
import { email, id, reference, shortText } from "@/lib/zod";
import { givenRole, invitationState } from "../schema";

export const invitation = z
  .object({
    id,
    member: reference,
    email: z.string(),
    role: givenRole,
    invitedBy: reference,
    ...invitationState.shape,
  })
  .meta({ id: "Invitation" });

const invitee = z.object({
  email,
  name: shortText.optional(),
  /** The placeholder that this person takes over, with everything it owns. */
  memberId: id.optional(),
});

export const inviteMembersInput = z.object({
  invitees: z
    .array(invitee)
    .min(1, "Enter at least one e-mail address.")
    .max(100, "Invite at most 100 people at once."),
  role: givenRole,
});
export type Invitee = z.infer<typeof invitee>;

/**
 * invited: the e-mail was sent. waiting: no seat is free, and the e-mail is sent as soon as one is. notSent: the
 * invitation exists, `message` says why its e-mail was not sent and whether it is retried. alreadyMember and refused:
 * nothing was changed, `message` says why.
 */
export const inviteOutcomes = ["invited", "waiting", "notSent", "alreadyMember", "refused"] as const;
export const inviteResult = z
  .object({
    email: z.string(),
    outcome: z.enum(inviteOutcomes),
    message: z.string().nullable(),
    memberId: id.nullable(),
    invitationId: id.nullable(),
  })
  .meta({ id: "InviteResult" });
export type InviteResult = z.infer<typeof inviteResult>;
export const inviteResults = z.object({ results: z.array(inviteResult) }).meta({ id: "InviteResults" });

export const invitationIdInput = z.object({ id });
export const invitationList = z.array(invitation);
