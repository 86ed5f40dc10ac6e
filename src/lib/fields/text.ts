import { z } from "zod";
import { shortText } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const textRules: KindRules<"text"> = {
  out: () => z.string(),
  given: () => shortText,
  columns: (name, field) => ({
    [name]: { ...catalogColumn(field, "text"), ...(field.usual ? { usual: field.usual } : {}) },
  }),
};
