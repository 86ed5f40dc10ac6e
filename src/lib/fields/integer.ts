import { z } from "zod";
import { integer } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const integerRules: KindRules<"integer"> = {
  out: () => z.int(),
  given({ min, max }) {
    const above = min === undefined ? integer : integer.min(min, `Use a number from ${min}.`);
    return max === undefined ? above : above.max(max);
  },
  columns: (name, field) => ({ [name]: catalogColumn(field, "integer") }),
};
