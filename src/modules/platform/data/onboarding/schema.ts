import { z } from "zod";

export const noInput = z.object({});

/** How many sample records came. */
export const addedSamples = z.object({ records: z.int() });

export const removedSamples = z.object({
  deleted: z.int(),
  /** Sample records that own records cannot be without: they are own records from now on. */
  kept: z.int(),
  /** Own records that were linked to sample records. */
  unlinked: z.int(),
});

const step = z.object({ id: z.string(), label: z.string(), path: z.string(), done: z.boolean() });
/** A step of the checklist in the rail. */
export type ChecklistStep = z.infer<typeof step>;

export const onboarding = z.object({
  /** Whether the workspace has sample data. */
  samples: z.boolean(),
  /** The kinds of record that sample data would bring; none for members who may not add it, or while it is there. */
  offered: z.array(z.string()),
  /** Null where the member has closed it, or done everything. */
  checklist: z.array(step).nullable(),
});
export type Onboarding = z.infer<typeof onboarding>;
