import { z } from "zod";
import { durationProblem, longestDuration } from "@/lib/duration-text";
import { durationLimits } from "./duration";
import { catalogColumn, type KindRules } from "./kind";

export const durationRules: KindRules<"duration"> = {
  output: () => z.int(),
  input(field) {
    const { min = 0, max = longestDuration } = field;
    return z
      .int("Give a duration as a whole number of minutes.")
      .min(min, durationProblem(min - 1, field) ?? "")
      .max(max, durationProblem(max + 1, field) ?? "")
      .meta({ description: "Whole minutes." });
  },
  columns: (name, field) => ({ [name]: { ...catalogColumn(field, "duration"), duration: durationLimits(field) } }),
};
