import fc from "fast-check";
import { expect, test } from "vitest";
import { entryText, parseFieldEntry } from "@/components/data-table/field-entry";
import { exactTimeText } from "@/lib/relative-time-text";
import { clockOf, dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { urgencyOf, whenText } from "@/modules/crm/activities/components/when-text";

/** From eleven hours behind Greenwich to fourteen ahead, with halves and quarters of an hour. */
const zones = [
  "Pacific/Pago_Pago",
  "America/Los_Angeles",
  "America/Chicago",
  "America/St_Johns",
  "UTC",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Auckland",
  "Pacific/Kiritimati",
];
const minuteMs = 60_000;
const anyMinute = fc
  .integer({ min: Date.parse("2026-01-01T00:00Z") / minuteMs, max: Date.parse("2028-01-01T00:00Z") / minuteMs })
  .map((minutes) => new Date(minutes * minuteMs));

/** Day and clock of an instant by the library of the language alone: "2026-11-30", "15:05". */
function wallOf(at: Date, timeZone: string): [day: string, clock: string] {
  const format = { timeZone, hourCycle: "h23", dateStyle: "short", timeStyle: "short" } as const;
  const [day = "", clock = ""] = new Intl.DateTimeFormat("sv-SE", format).format(at).split(" ");
  return [day, clock];
}

test.each(zones)("in %s an instant is shown, typed and placed in its day by the reader's clocks", (timeZone) => {
  const place = { locale: "en-GB", timeZone, currency: "USD" };
  fc.assert(
    fc.property(anyMinute, (at) => {
      const [day, clock] = wallOf(at, timeZone);
      expect([localDay(at, timeZone), clockOf(at, timeZone)]).toEqual([day, `${day} ${clock}`]);
      if (clock !== "00:00") expect(exactTimeText(at, "en-GB", timeZone)).toContain(`, ${clock}`);

      const typed = parseFieldEntry("instant", entryText("instant", at.toISOString(), place), place)[0]?.value;
      // Of an hour that comes twice in autumn, the first one is meant.
      const [hours = 0, minutes = 0] = clock.split(":").map(Number);
      expect(typed).toBe(momentOfClock(day, hours * 60 + minutes, timeZone).toISOString());
      expect(wallOf(new Date(String(typed)), timeZone)).toEqual([day, clock]);

      const times = { status: "planned", startsAt: at.toISOString(), dueOn: null, completedAt: null } as const;
      const now = momentOfClock(day, 12 * 60, timeZone);
      expect(whenText(times, now, place)).toBe(`Today, ${clock}`);
      const due = { ...times, startsAt: null, dueOn: day };
      for (const one of [times, due]) {
        expect(urgencyOf(one, now, timeZone)).toBe("today");
        expect(urgencyOf(one, momentOfClock(dayLater(day, 1), 0, timeZone), timeZone)).toBe("overdue");
        expect(urgencyOf(one, momentOfClock(dayLater(day, -1), 24 * 60 - 1, timeZone), timeZone)).toBe("later");
      }
    }),
    { numRuns: 100 },
  );
});
