import { day, givenDay } from "@/lib/zod";
import { catalogColumn, type KindRules, textRulesOf } from "./kind";

export const dateRules: KindRules<"date"> = {
  ...textRulesOf<"date">(givenDay, day, "day"),
  columns: (name, field) => ({
    [name]: { ...catalogColumn(field, "day"), ...(field.toCome ? { toCome: true as const } : {}) },
  }),
};
