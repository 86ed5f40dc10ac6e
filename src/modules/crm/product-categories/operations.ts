import "server-only";
import { crud } from "@/server/nouns/crud";

import { crm } from "../module";
import { productCategories } from "./fields";

export const productCategoryOperations = crud(crm, productCategories, {
  targets: {},
  // Files with products bring their categories too.
  imports: { createNeeds: "record:import" },
});
