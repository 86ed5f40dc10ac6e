import { z } from "zod";
import { mailStatuses } from "@/lib/mail-status";
import { email, id, instant, page, permission, pickInput, reference, shortText, version } from "@/lib/zod";

/**
 * active: signs in. invited: has an open invitation and nothing else. placeholder: owns records, cannot sign in.
 * removed: stays the owner of its records and can no longer be chosen.
 */
export const memberStatuses = ["active", "invited", "placeholder", "removed"] as const;
export type MemberStatus = (typeof memberStatuses)[number];

export const onlyAfterJoining = "Only people who have joined the workspace can become owners.";
/** Only active members can become owners, never by invitation or in advance. */
export const givenRole = z.enum(["admin", "manager", "member", "viewer", "guest"], onlyAfterJoining);
export type GivenRole = z.infer<typeof givenRole>;
export const role = z.enum([...givenRole.options, "owner"]);

/** The state of an open invitation; expired ones are shown until they are sent again or revoked. */
export const invitationState = z
  .object({
    /** Every seat is in use or promised: its e-mail is sent as soon as one is free, the oldest invitation first. */
    waitsForSeat: z.boolean(),
    /**
     * The inviter who may no longer invite, so that it is not sent when a seat is free: another admin invites the
     * address again, or revokes it. Null for any other.
     */
    heldBy: reference.nullable(),
    /** When the mail server accepted its e-mail; null: not yet. */
    sentAt: instant.nullable(),
    /**
     * Its e-mail: why it was not sent (for members who manage members), and when the next attempt is. Null: no longer
     * in the mail log.
     */
    mail: z
      .object({ status: z.enum(mailStatuses), reason: z.string().nullable(), dueAt: instant })
      .meta({ id: "InvitationMail" })
      .nullable(),
    /** Null while it waits for a seat. */
    expiresAt: instant.nullable(),
    expired: z.boolean(),
  })
  .meta({ id: "InvitationState" });

export const member = z
  .object({
    id,
    name: z.string(),
    email: z.string().nullable(),
    role,
    status: z.enum(memberStatuses),
    teams: z.array(reference),
    invitation: invitationState.extend({ id }).nullable(),
    isMe: z.boolean(),
    /** In this workspace, accurate to five minutes; null if never. */
    lastActiveAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
    version,
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof member>;
export const memberPage = page(member);

export const memberCounts = z.object({ active: z.int(), invited: z.int(), placeholder: z.int() });

export const memberIdInput = z.object({ id });
export const memberVersionInput = z.object({ id, version });
export const changeRoleInput = z.object({ id, version, role });

/** Placeholders own records, and guests own none. */
const placeholderRole = givenRole.exclude(["guest"], "A guest owns no records, so a placeholder has another role.");
export const createPlaceholderInput = z.object({
  name: shortText,
  email: email.nullish(),
  role: placeholderRole.optional(),
});
export const updateMemberInput = z.object({
  id,
  version,
  name: shortText.optional(),
  email: email.nullable().optional(),
});

/** `teamId` limits to members of a team; `removed` adds removed members, whose records and acts are still there. */
export const memberPickInput = pickInput.extend({ teamId: id.optional(), removed: z.boolean().optional() });
export const memberPick = z.array(
  z.object({
    id,
    name: z.string(),
    email: z.string().nullable(),
    status: z.enum(memberStatuses),
    isMe: z.boolean(),
    /** Guests are assigned tasks of projects that are shared with them, and own nothing. */
    isGuest: z.boolean(),
  }),
);

export const grantEffects = ["allow", "deny"] as const;
export const setGrantInput = z.object({
  id,
  permission,
  /** Null removes the single permission, so that the role decides. */
  effect: z.enum(grantEffects).nullable(),
});
export const memberGrants = z.array(z.object({ permission: z.string(), effect: z.enum(grantEffects) }));
