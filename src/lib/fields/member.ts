import { id, memberReference } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const memberRules: KindRules<"member"> = {
  out: () => memberReference,
  given: () => id,
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "reference"), to: "member" } }),
};
