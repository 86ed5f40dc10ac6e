import { z } from "zod";
import { inOrder, maxChoices } from "./choices";
import type { FieldOf } from "./field";
import { catalogColumn, type KindRules } from "./kind";

const oneValue = ({ options }: FieldOf<"choices">) =>
  z.enum(
    options.map(({ value }) => value),
    "Choose values from the list.",
  );

export const choicesRules: KindRules<"choices"> = {
  output: (field) => z.array(oneValue(field)),
  input(field) {
    const values = z
      .array(oneValue(field))
      .overwrite((given) => inOrder(field.options, given) ?? [])
      .max(maxChoices, `Choose at most ${maxChoices}.`);
    return field.required ? values.min(1, "Choose at least one.") : values;
  },
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "choices"), options: field.options } }),
  row: (name) => ({ [name]: z.string() }),
};
