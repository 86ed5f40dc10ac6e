import { id, memberReference } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const memberRules: KindRules<"member"> = {
  output: () => memberReference,
  input: () => id,
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "reference"), to: "member" } }),
};
