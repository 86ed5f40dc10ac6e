import { z } from "zod";
import { productInput } from "../schema";

const { name, sku, description } = productInput.shape;

/** What a row of a file says of a product; the price is in minor units of the workspace's currency. */
export const productImportRow = z.object({ name, sku, description, price: z.int() }).partial().required({ name: true });
export type ProductImportRow = z.output<typeof productImportRow>;
