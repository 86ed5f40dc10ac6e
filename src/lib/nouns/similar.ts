import { z } from "zod";

/** The parts that a new record may share with similar ones, in the words of timelines. */
export const sharedParts = { name: "name", email: "e-mail", phone: "phone", domain: "domain" } as const;
export type SharedPart = keyof typeof sharedParts;
const parts = Object.keys(sharedParts) as [SharedPart, ...SharedPart[]];

/**
 * The similar records that a form showed before a new one was saved anyway: their number, and what they share with it.
 * No ids: not everybody who sees the new record may see them.
 */
export const similarShown = z
  .object({
    count: z.int().min(1, "Use at least 1.").max(100, "Use at most 100."),
    shared: z
      .array(z.enum(parts))
      .min(1, "Name at least one part.")
      .refine((shared) => new Set(shared).size === shared.length, "Name each part once."),
  })
  .meta({ id: "SimilarShown" });
export type SimilarShown = z.infer<typeof similarShown>;

/** The input of a new record that becomes data of its created event. */
export const createdEventData = { similarShown: similarShown.optional() };
export interface CreatedEventData {
  similarShown?: SimilarShown | undefined;
}
