import { z } from "zod";
import { rowReader } from "@/lib/import-rows";
import { knownCurrency, longText, shortText } from "@/lib/zod";

/** What a row of a file says of a product; the price is in minor units of its currency, the workspace's unless it says so. */
const productImportRow = z
  .object({ name: shortText, sku: shortText, description: longText, price: z.int(), priceCurrency: knownCurrency })
  .partial()
  .required({ name: true });
export type ProductImportRow = z.output<typeof productImportRow>;
export const readProductRow = rowReader(productImportRow);
