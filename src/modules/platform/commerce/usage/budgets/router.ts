import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { archiveBudget, createBudget, restoreBudget, updateBudget } from "./operations/budgets";
import { listBudgets } from "./operations/list";

export const budgetsRouter = router({
  list: query(listBudgets),
  create: mutation(createBudget),
  update: mutation(updateBudget),
  archive: mutation(archiveBudget),
  restore: mutation(restoreBudget),
});
