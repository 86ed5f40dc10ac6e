import { z } from "zod";
import { droppedPart } from "@/lib/views";
import { page } from "@/lib/zod";

/** A page of records, which says of a saved view what was left out of it. */
export const recordPage = <T extends z.ZodType>(record: T) =>
  page(record).extend({ dropped: z.array(droppedPart).optional() });
