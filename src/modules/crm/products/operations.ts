import "server-only";
import { crud } from "@/server/nouns/crud";
import { crm } from "../module";
import { productCategoryOperations } from "../product-categories/operations";
import { products } from "./fields";

export const productOperations = crud(crm, products, {
  targets: { category: productCategoryOperations.scope },
  pick: ["price"],
  // Managers bring new products with their files; only those who manage products change them.
  imports: { createNeeds: "record:import" },
});
