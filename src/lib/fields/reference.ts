import { id, reference } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const referenceRules: KindRules<"reference"> = {
  output: () => reference,
  input: () => id,
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "reference"), to: field.to } }),
};
