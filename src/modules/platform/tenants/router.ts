import "server-only";
import { identityMutation, identityQuery, mutation, query, router } from "@/server/trpc";
import { checkSlug, createWorkspace, myWorkspaces } from "./operations/create";
import { acceptInvitation, openInvitation } from "./operations/joining";
import { getWorkspace, setVisibility, updateWorkspace } from "./operations/settings";

export const tenantsRouter = router({
  mine: identityQuery(myWorkspaces),
  checkSlug: identityQuery(checkSlug),
  create: identityMutation(createWorkspace),
  invitation: identityQuery(openInvitation),
  acceptInvitation: identityMutation(acceptInvitation),
  get: query(getWorkspace),
  update: mutation(updateWorkspace),
  setVisibility: mutation(setVisibility),
});
