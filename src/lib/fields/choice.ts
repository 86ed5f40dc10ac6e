import { z } from "zod";
import type { ChoiceOption } from "./field";
import { catalogColumn, type KindRules } from "./kind";

const oneOf = (options: readonly ChoiceOption[]) => z.enum(options.map(({ value }) => value));
/** An option of a list that workspaces change: each write checks it against theirs. */
const oneOfList = (options: readonly ChoiceOption[]) =>
  z
    .string()
    .min(1)
    .max(60)
    .meta({ examples: options.map(({ value }) => value) });

export const choiceRules: KindRules<"choice"> = {
  output: ({ options, list }) => (list === undefined ? oneOf(options) : z.string()),
  input: ({ options, list }) => (list === undefined ? oneOf(options) : oneOfList(options)),
  columns: (name, field) => ({
    [name]: {
      ...catalogColumn(field, "enum"),
      options: field.options,
      ...(field.list === undefined ? {} : { list: field.list }),
    },
  }),
};
