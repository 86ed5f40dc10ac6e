import "server-only";
import { crud } from "@/server/nouns/crud";
import { crm } from "../module";
import { products } from "./fields";

export const productOperations = crud(crm, products, {
  targets: {},
  pick: ["price"],
  // Managers bring new products with their files; only those who manage products change them.
  imports: { createNeeds: "record:import" },
});
