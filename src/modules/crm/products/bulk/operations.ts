import "server-only";
import { bulkReport } from "@/lib/bulk";
import { eachOfMany } from "@/server/bulk";
import { crm } from "../../module";
import { archiveProduct, restoreProduct } from "../operations";
import { bulkProductsInput } from "./schema";

export const bulkProducts = crm.operation({
  kind: "mutation",
  permission: "product:manage",
  input: bulkProductsInput,
  output: bulkReport,
  rest: { method: "POST", path: "/products/bulk" },
  describe: "Archives or restores up to 200 products; reports row by row what was done and why the rest was not.",
  run: (ctx, input) =>
    eachOfMany(ctx, {
      input,
      noun: "product",
      find: (ids) => ctx.db.product.findMany({ where: { id: { in: ids } }, select: { id: true, version: true } }),
      act: async (batch, target) =>
        input.action.type === "archive" ? await archiveProduct(batch, target) : await restoreProduct(batch, target),
    }),
});
