import { z } from "zod";
import { defineEvents } from "@/lib/events";

const noun = z.string();
const counts = z.object({ noun, changed: z.int(), skipped: z.int(), failed: z.int() });
const undone = z.object({ noun, undone: z.int(), kept: z.int() });
const reason = z.string();

export const bulkRunEvents = defineEvents("bulkRun", {
  started: z.object({ noun, records: z.int() }),
  finished: counts,
  cancelled: counts,
  /** Of the change, or of its undo. */
  failed: z.union([counts.extend({ reason }), undone.extend({ reason })]),
  /** All of a few records at once, each of which has a signal of its own. */
  applied: counts,
  undoStarted: z.object({ noun, records: z.int() }),
  undone,
  /** The undo of a few records at once. */
  reversed: undone,
});
