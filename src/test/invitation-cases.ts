import { randomUUID } from "node:crypto";
import { withInvitation } from "./allowed-arrangements";
import type { AllowedCase } from "./allowed-case";

export const invitationCases: Record<string, AllowedCase> = {
  // One address gets five invitations an hour, of all tests together.
  inviteMembers: { input: () => ({ invitees: [{ email: `${randomUUID()}@test.example` }] }) },
  resendInvitation: { arrange: withInvitation, input: ({ open }) => ({ id: open }) },
  revokeInvitation: { arrange: withInvitation, input: ({ open }) => ({ id: open }) },
};
