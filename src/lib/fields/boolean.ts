import { z } from "zod";
import { catalogColumn, type KindRules } from "./kind";

export const booleanRules: KindRules<"boolean"> = {
  out: () => z.boolean(),
  given: () => z.boolean(),
  columns: (name, field) => ({ [name]: catalogColumn(field, "boolean") }),
};
