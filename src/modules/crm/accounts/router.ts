import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { bulkAccounts } from "./bulk/operations";
import { getDomainUse } from "./domains/operations";
import { getAccountFamily } from "./family/operations";
import {
  archiveAccount,
  createAccount,
  deleteAccount,
  getAccount,
  groupAccounts,
  listAccounts,
  pickAccounts,
  restoreAccount,
  updateAccount,
} from "./operations";

export const accountsRouter = router({
  list: query(listAccounts),
  groups: query(groupAccounts),
  get: query(getAccount),
  domainUse: query(getDomainUse),
  pick: query(pickAccounts),
  family: query(getAccountFamily),
  create: mutation(createAccount),
  update: mutation(updateAccount),
  archive: mutation(archiveAccount),
  restore: mutation(restoreAccount),
  bulk: mutation(bulkAccounts),
  delete: mutation(deleteAccount),
});
