import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { bulkProducts } from "./bulk/operations";
import {
  archiveProduct,
  createProduct,
  getProduct,
  listProducts,
  pickProducts,
  restoreProduct,
  updateProduct,
} from "./operations";

export const productsRouter = router({
  list: query(listProducts),
  get: query(getProduct),
  pick: query(pickProducts),
  create: mutation(createProduct),
  update: mutation(updateProduct),
  archive: mutation(archiveProduct),
  restore: mutation(restoreProduct),
  bulk: mutation(bulkProducts),
});
