import { z } from "zod";
import { lineUpTo, shortText } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const textRules: KindRules<"text"> = {
  output: () => z.string(),
  input: ({ maxLength }) => (maxLength === undefined ? shortText : lineUpTo(maxLength)),
  columns: (name, field) => ({
    [name]: { ...catalogColumn(field, "text"), ...(field.usual ? { usual: field.usual } : {}) },
  }),
};
