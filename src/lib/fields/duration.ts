import { z } from "zod";
import { type DurationLimits, durationProblem, longestDuration } from "@/lib/duration-text";
import type { FieldOf } from "./field";
import { catalogColumn, type KindRules } from "./kind";

/** The bounds of a field's durations, and how many minutes its day has. */
export const durationLimits = ({ min, max, minutesPerDay }: FieldOf<"duration">): DurationLimits => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  ...(minutesPerDay === undefined ? {} : { minutesPerDay }),
});

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
