import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

const counts = z.object({ created: z.int(), updated: z.int(), errors: z.int() });

export const importEvents = defineEvents("import", {
  created: noData,
  fileAdded: z.object({ name: z.string(), rows: z.int() }),
  fileRemoved: z.object({ name: z.string() }),
  discarded: noData,
  checkAsked: noData,
  started: z.object({ rows: z.int() }),
  finished: counts,
  cancelled: counts,
  failed: z.object({ reason: z.string() }),
  columnsAsked: z.object({ fileId: z.string(), part: z.string() }),
  columnsBrought: z.object({ fileId: z.string(), part: z.string(), written: z.int() }),
  revertStarted: noData,
  reverted: z.object({ deleted: z.int(), restored: z.int(), kept: z.int() }),
});
