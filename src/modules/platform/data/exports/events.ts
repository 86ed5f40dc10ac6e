import { z } from "zod";
import { defineEvents } from "@/lib/events";

const what = z.object({ noun: z.string(), rows: z.int(), format: z.string() });

export const recordExportEvents = defineEvents("recordExport", {
  /** A file that a job has to write. */
  asked: what,
  /** A file that is streamed as it is downloaded. */
  prepared: what,
  downloaded: what,
  copied: what,
  finished: what,
  failed: what.extend({ reason: z.string() }),
  cancelled: what,
});
