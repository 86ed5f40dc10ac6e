import { z } from "zod";
import { code, lineUpTo, shortText } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const textRules: KindRules<"text"> = {
  output: () => z.string(),
  input: (field) => {
    if (field.code) return code;
    return field.maxLength === undefined ? shortText : lineUpTo(field.maxLength);
  },
  columns: (name, field) => ({
    [name]: { ...catalogColumn(field, "text"), ...(field.usual ? { usual: field.usual } : {}) },
  }),
};
