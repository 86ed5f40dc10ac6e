import { z } from "zod";
import { catalogColumn, type KindRules } from "./kind";

// The range of the column.
const least = -2_147_483_648;
const most = 2_147_483_647;

export const integerRules: KindRules<"integer"> = {
  output: () => z.int(),
  input({ min = least, max = most }) {
    return z
      .int()
      .min(min, `Use a number from ${min.toLocaleString("en-US")}.`)
      .max(max);
  },
  columns: (name, field) => ({ [name]: catalogColumn(field, "integer") }),
};
