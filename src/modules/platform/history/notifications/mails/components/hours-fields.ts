import { z } from "zod";
import { type Hours, hoursInput } from "../schema";

/**
 * Working hours as the fields of a form: choices are texts, where the operation takes numbers. A field that the operation
 * may refuse has the operation's name, so that the refusal stands below it.
 */
export const hoursForm = z
  .object({
    timeZone: z.string().nullable(),
    when: z.enum(["working", "always"]),
    days: z.array(z.int()),
    fromMinute: z.string(),
    untilMinute: z.string(),
  })
  .transform(({ when, fromMinute, untilMinute, ...same }) => ({
    ...same,
    quiet: when === "working",
    fromMinute: Number(fromMinute),
    untilMinute: Number(untilMinute),
  }))
  .pipe(hoursInput);
export type HoursFields = z.input<typeof hoursForm>;

/** The form's initial values. */
export const fieldsOf = ({ quiet, fromMinute, untilMinute, ...same }: Hours): HoursFields => ({
  ...same,
  when: quiet ? "working" : "always",
  fromMinute: String(fromMinute),
  untilMinute: String(untilMinute),
});
