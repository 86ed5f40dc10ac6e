import type { Product, ProductInput } from "./schema";

export type ProductEdit = { [K in keyof ProductInput]?: ProductInput[K] | undefined };

/** How a product looks after an edit, before the server has answered. */
export function applyProductEdit(row: Product, edit: ProductEdit): Product {
  return { ...row, ...Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)) };
}
