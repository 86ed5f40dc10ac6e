import { z } from "zod";
import { money } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

/** Sums that the server makes, one amount for each currency: nothing is converted. */
export const amountsRules: KindRules<"amounts"> = {
  output: () => z.array(money),
  input: () => z.never(),
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "money"), importable: false } }),
};
