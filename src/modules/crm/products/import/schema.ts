import { z } from "zod";
import { rowReader } from "@/lib/import-rows";
import { knownCurrency } from "@/lib/zod";
import { productInput } from "../schema";

const { name, sku, description } = productInput.shape;

/** What a row of a file says of a product; the price is in minor units of its currency, the workspace's unless it says so. */
const productImportRow = z
  .object({ name, sku, description, price: z.int(), priceCurrency: knownCurrency })
  .partial()
  .required({ name: true });
export type ProductImportRow = z.output<typeof productImportRow>;
export const readProductRow = rowReader(productImportRow);
