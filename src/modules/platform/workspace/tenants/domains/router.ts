import "server-only";
import { identityMutation, identityQuery, mutation, query, router } from "@/server/trpc";
import { askJoinDomain, confirmJoinDomain, listJoinDomains, removeJoinDomain } from "./operations/domains";
import { joinByDomain, listJoinableWorkspaces } from "./operations/joining";

export const joinDomainsRouter = router({
  list: query(listJoinDomains),
  ask: mutation(askJoinDomain),
  confirm: mutation(confirmJoinDomain),
  remove: mutation(removeJoinDomain),
  joinable: identityQuery(listJoinableWorkspaces),
  join: identityMutation(joinByDomain),
});
