import { z } from "zod";

const lastMinute = 24 * 60 - 1;

export const digestTimeInput = z.object({
  /** Minutes after midnight: 480 is eight o'clock. */
  at: z.int().min(0, "Choose a time of the day.").max(lastMinute, "Choose a time of the day."),
});

/** The time of the morning digest, and the zone whose clocks show it. */
export const digestTime = z.object({ at: z.int(), zone: z.string() }).meta({ id: "DigestTime" });
