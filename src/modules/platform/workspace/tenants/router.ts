import "server-only";
import { identityMutation, identityQuery, mutation, query, router } from "@/server/trpc";
import { checkSlug, createWorkspace, myWorkspaces } from "./operations/create";
import { acceptInvitation, openInvitation } from "./operations/joining";
import { getWorkspace, requireFactor, setVisibility, showHiddenNames, updateWorkspace } from "./operations/settings";
import { getSignInLink } from "./operations/sign-in-link";

export const tenantsRouter = router({
  mine: identityQuery(myWorkspaces),
  checkSlug: identityQuery(checkSlug),
  create: identityMutation(createWorkspace),
  invitation: identityQuery(openInvitation),
  acceptInvitation: identityMutation(acceptInvitation),
  get: query(getWorkspace),
  signInLink: query(getSignInLink),
  update: mutation(updateWorkspace),
  setVisibility: mutation(setVisibility),
  showHiddenNames: mutation(showHiddenNames),
  requireFactor: mutation(requireFactor),
});
