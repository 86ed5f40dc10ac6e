import { instant } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const instantRules: KindRules<"instant"> = {
  out: () => instant,
  given: () => instant,
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "text"), importable: false } }),
};
