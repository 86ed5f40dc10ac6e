import { z } from "zod";
import { givenMoney, id, instant, longText, money, page, pickInput, shortText, version } from "@/lib/zod";

export const product = z.object({
  id,
  name: shortText,
  sku: z.string().nullable(),
  description: z.string().nullable(),
  price: money.nullable(),
  archivedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  version,
  mayEdit: z.boolean(),
});
export type Product = z.infer<typeof product>;
export const productPage = page(product);

export const productInput = z.object({
  name: shortText,
  sku: shortText.nullable(),
  description: longText.nullable(),
  price: givenMoney.nullable(),
});
export type ProductInput = z.infer<typeof productInput>;

export const createProductInput = productInput.partial().required({ name: true });
export const updateProductInput = productInput.partial().extend({ id, version });
export const productIdInput = z.object({ id });
export const productVersionInput = z.object({ id, version });
export const productPickInput = pickInput;
export const productPick = z.array(z.object({ id, name: z.string(), price: money.nullable() }));
