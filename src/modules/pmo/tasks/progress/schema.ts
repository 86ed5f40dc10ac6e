import { z } from "zod";
import { id } from "@/lib/zod";

/** The most projects of one request: the ids of so many fit into an address. */
export const mostProjects = 25;

export const progressInput = z.object({ ids: z.array(id).min(1).max(mostProjects) });

export const progress = z.array(
  z.object({
    id,
    /** Whole per cent of the work; null where there is no task. */
    percent: z.int().nullable(),
    /** The first milestone that is not reached yet. */
    next: z.object({ name: z.string(), dueOn: z.iso.date().nullable() }).nullable(),
  }),
);
