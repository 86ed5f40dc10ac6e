import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { inviteMembers, listInvitations, resendInvitation, revokeInvitation } from "./invitations/operations/inviting";
import { createPlaceholder, removeMember, updateMember } from "./operations/lifecycle";
import { countMembers, getMember, listMembers, pickMembers } from "./operations/list";
import { changeRole, listGrants, setGrant } from "./operations/roles";

export const membersRouter = router({
  list: query(listMembers),
  get: query(getMember),
  counts: query(countMembers),
  pick: query(pickMembers),
  createPlaceholder: mutation(createPlaceholder),
  update: mutation(updateMember),
  changeRole: mutation(changeRole),
  remove: mutation(removeMember),
  grants: query(listGrants),
  setGrant: mutation(setGrant),
  invitations: query(listInvitations),
  invite: mutation(inviteMembers),
  resendInvitation: mutation(resendInvitation),
  revokeInvitation: mutation(revokeInvitation),
});
