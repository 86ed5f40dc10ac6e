import { z } from "zod";
import { catalogColumn, type KindRules } from "./kind";

const words = "Use a percentage from 0 to 100.";
const percent = z.int().min(0, words).max(100, words);

export const percentRules: KindRules<"percent"> = {
  output: () => percent,
  input: () => percent,
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "integer"), percent: true } }),
};
