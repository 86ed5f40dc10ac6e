import "server-only";
import { accountsRouter } from "@/modules/crm/accounts/router";
import { pipelinesRouter } from "@/modules/crm/pipelines/router";
import { productsRouter } from "@/modules/crm/products/router";
import { router } from "@/server/trpc";

export const appRouter = router({
  accounts: accountsRouter,
  products: productsRouter,
  pipelines: pipelinesRouter,
});
export type AppRouter = typeof appRouter;
