import { foldKey } from "@/lib/text";
import { productCategoryOperations } from "@/modules/crm/product-categories/operations";
import type { Ctx } from "@/server/context";

/** The categories of the catalogue in their order, with the products of each. */
const categories = [
  {
    name: "Advice",
    color: "violet",
    description: "Short work that ends with a report and a plan.",
    products: ["Discovery workshop", "Platform audit", "Design sprint"],
  },
  {
    name: "Implementation",
    color: "blue",
    description: "Projects with a team, a schedule and an acceptance.",
    products: ["Cloud migration", "Data foundation"],
  },
  {
    name: "Support and training",
    color: "green",
    description: "Services that customers buy again each year.",
    products: ["Support retainer", "Team training"],
  },
] as const;

/** Groups the imported products. Their versions stay, so that the import can still be reverted. */
export async function bringCategories(owner: Ctx): Promise<void> {
  for (const { products, ...category } of categories) {
    const { id } = await productCategoryOperations.create(owner, category);
    const nameKey = { in: products.map((name) => foldKey(name)) };
    await owner.db.product.updateMany({ where: { nameKey }, data: { categoryId: id } });
  }
  const { id, version } = await productCategoryOperations.create(owner, {
    name: "Hardware",
    description: "Sold until last year.",
  });
  await productCategoryOperations.archive(owner, { id, version });
}
