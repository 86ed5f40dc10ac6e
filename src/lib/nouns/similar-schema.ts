import { z } from "zod";
import { type SharedPart, sharedParts } from "./similar";

const parts = Object.keys(sharedParts) as [SharedPart, ...SharedPart[]];

/** The schema of `SimilarShown`. */
export const similarShown = z
  .object({
    count: z.int().min(1, "Use at least 1.").max(100, "Use at most 100."),
    shared: z
      .array(z.enum(parts))
      .min(1, "Name at least one part.")
      .refine((shared) => new Set(shared).size === shared.length, "Name each part once."),
  })
  .meta({ id: "SimilarShown" });

/** The input of a new record that becomes data of its created event. */
export const createdEventData = { similarShown: similarShown.optional() };
