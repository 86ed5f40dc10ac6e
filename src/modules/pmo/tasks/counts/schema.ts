import { z } from "zod";
import { id } from "@/lib/zod";

/** The most tasks that are counted at once: the ids of so many fit into an address. */
export const mostCounted = 25;

export const countsInput = z.object({ ids: z.array(id).min(1).max(mostCounted) });

/** The checklist and the comments of tasks; those without either are left out. */
export const counts = z.array(z.object({ id, ticked: z.int(), items: z.int(), comments: z.int() }));
