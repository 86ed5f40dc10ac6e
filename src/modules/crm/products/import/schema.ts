import { z } from "zod";
import { rowReader } from "@/lib/import-rows";
import { productInput } from "../schema";

const { name, sku, description } = productInput.shape;

/** What a row of a file says of a product; the price is in minor units of the workspace's currency. */
const productImportRow = z.object({ name, sku, description, price: z.int() }).partial().required({ name: true });
export type ProductImportRow = z.output<typeof productImportRow>;
export const readProductRow = rowReader(productImportRow);
