import type { DurationLimits } from "@/lib/duration-text";
import type { FieldOf } from "./field";

/** The bounds of a field's durations, and how many minutes its day has. */
export const durationLimits = ({ min, max, minutesPerDay }: FieldOf<"duration">): DurationLimits => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  ...(minutesPerDay === undefined ? {} : { minutesPerDay }),
});
