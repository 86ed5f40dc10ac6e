import { z } from "zod";
import { id } from "@/lib/zod";

const count = z.int();
const minutes = z.number();

export const completionInput = z.object({ id });

/** The work completion of a project, with its terms. */
export const completion = z.object({
  /** In minutes of weight; null for those who cannot read estimates and durations. */
  finished: minutes.nullable(),
  all: minutes.nullable(),
  /** Whole per cent; null where there is no task. 100 only if all are done. */
  percent: count.nullable(),
  open: count,
  done: count,
  overdue: count,
});

export const rollupsInput = z.object({ projectId: id });

/** The sums of a task over those without sub-tasks below it. */
export const rollups = z.array(
  z.object({
    id,
    /** In minutes; null where none has one, and for those who cannot read estimates and durations. */
    estimate: count.nullable(),
    percent: count,
    startsOn: z.iso.date().nullable(),
    dueOn: z.iso.date().nullable(),
    open: count,
    done: count,
  }),
);
