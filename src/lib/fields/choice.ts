import { z } from "zod";
import type { ChoiceOption } from "./field";
import { catalogColumn, type KindRules } from "./kind";

const oneOf = (options: readonly ChoiceOption[]) => z.enum(options.map(({ value }) => value));

export const choiceRules: KindRules<"choice"> = {
  output: ({ options }) => oneOf(options),
  input: ({ options }) => oneOf(options),
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "enum"), options: field.options } }),
};
