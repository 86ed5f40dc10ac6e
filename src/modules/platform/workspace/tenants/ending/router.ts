import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { askDeletion, getDeletion, undoDeletion } from "./operations/deletion";
import { transferOwnership } from "./operations/transfer";

export const endingRouter = router({
  deletion: query(getDeletion),
  askDeletion: mutation(askDeletion),
  undoDeletion: mutation(undoDeletion),
  transfer: mutation(transferOwnership),
});
