import { z } from "zod";
import { catalogColumn, type KindRules } from "./kind";

export const booleanRules: KindRules<"boolean"> = {
  output: () => z.boolean(),
  input: () => z.boolean(),
  columns: (name, field) => ({ [name]: catalogColumn(field, "boolean") }),
};
