import { createElement } from "react";
import { render } from "react-email";
import { describe, expect, test } from "vitest";
import { dayLater, weekdayOf } from "@/lib/working-time";
import { calendarOf } from "@/test/golden-times";
import { DigestMail } from "./emails/digest-mail";
import { digestDue, digestLateMs, moreText, nextDigest } from "./rules";

const minuteMs = 60_000;

/** The local day and minute at an instant, read from the clocks of the zone by Intl. */
function clockReader(zone: string) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  });
  return (at: Date) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      day: `${part.year}-${part.month}-${part.day}`,
      minute: Number(part.hour) * 60 + Number(part.minute),
    };
  };
}

/** Every minute of a span as the clocks of a zone show it. */
function minutesIn(zone: string, from: Date, until: Date) {
  const read = clockReader(zone);
  const count = (until.getTime() - from.getTime()) / minuteMs;
  return Array.from({ length: count }, (_, place) => {
    const at = new Date(from.getTime() + place * minuteMs);
    return { at: at.toISOString(), ...read(at) };
  });
}

/** The first minute of each weekday at which the clocks have reached a time. */
function everyWeekday(minutes: ReturnType<typeof minutesIn>, minute: number): [string, string][] {
  const found = new Map<string, string>();
  for (const clock of minutes)
    if (clock.minute >= minute && weekdayOf(clock.day) <= 5 && !found.has(clock.day)) found.set(clock.day, clock.at);
  return [...found];
}

/** The days that a clock begins, each once, when it looks every ten minutes. */
function begun(zone: string, minute: number, from: Date, until: Date): [string, string][] {
  const calendar = calendarOf(zone, "12345 9:00 17:00");
  const found = new Map<string, string>();
  for (let at = from.getTime(); at < until.getTime(); at += 10 * minuteMs) {
    const due = digestDue(calendar, minute, new Date(at));
    if (due && !found.has(due.day)) found.set(due.day, new Date(at).toISOString());
  }
  return [...found];
}

/** The times of a clock that looks only when it was told to. */
function chained(zone: string, minute: number, from: Date, until: Date): string[] {
  const calendar = calendarOf(zone, "12345 9:00 17:00");
  const found: string[] = [];
  for (let at = nextDigest(calendar, minute, from); at !== null && at < until; at = nextDigest(calendar, minute, at))
    found.push(at.toISOString());
  return found;
}

describe.each([
  ["America/Chicago", ["2027-03-12", "2027-11-05"]],
  ["Europe/Berlin", ["2027-03-26", "2027-10-29"]],
  ["Australia/Lord_Howe", ["2027-04-02", "2027-10-01"]],
  // The clocks change at midnight on Sunday.
  ["America/Havana", ["2027-03-12", "2027-11-05"]],
  // Fridays: the clocks changed on a working day.
  ["Asia/Amman", ["2021-03-24", "2021-10-27"]],
] as const)("over daylight saving in %s", (zone, starts) => {
  const spans = starts.map((start) => {
    const [from, until] = [new Date(`${start}T12:00:00Z`), new Date(`${dayLater(start, 6)}T12:00:00Z`)];
    return { from, until, minutes: minutesIn(zone, from, until) };
  });

  test.each([0, 90, 150, 480, 1410])("the digest of minute %i goes once each weekday", (minute) => {
    for (const { from, until, minutes } of spans) {
      const expected = everyWeekday(minutes, minute).filter(([, at]) => at !== from.toISOString());
      const first = expected[0]?.[1] ?? "";
      expect(expected.length).toBeGreaterThanOrEqual(3);
      expect(begun(zone, minute, from, until).filter(([, at]) => at >= first)).toEqual(expected);
      expect(chained(zone, minute, from, until)).toEqual(expected.map(([, at]) => at));
    }
  });
});

const berlin = calendarOf("Europe/Berlin", "12345 9:00 17:00");

test("a time that the clocks skip is the first instant after it, and one that they show twice the first", () => {
  const always = calendarOf("Europe/Berlin", "1234567 9:00 17:00");
  const half2 = 150;
  expect(nextDigest(always, half2, new Date("2027-03-27T12:00:00Z"))?.toISOString()).toBe("2027-03-28T01:00:00.000Z");
  expect(nextDigest(always, half2, new Date("2027-10-30T12:00:00Z"))?.toISOString()).toBe("2027-10-31T00:30:00.000Z");
});

test("a digest is due until four hours after its time, and only on that day", () => {
  const at = new Date("2026-11-26T07:00:00Z");
  const due = (ms: number) => digestDue(berlin, 480, new Date(at.getTime() + ms))?.day ?? null;
  expect([due(-1), due(0), due(digestLateMs), due(digestLateMs + 1)]).toEqual([null, "2026-11-26", "2026-11-26", null]);
  expect(digestDue(berlin, 1380, new Date("2026-11-26T22:30:00Z"))?.day).toBe("2026-11-26");
  expect(digestDue(berlin, 1380, new Date("2026-11-26T23:30:00Z"))).toBeNull();
});

test("none goes on a day off, and the next one after leave is on the first day of work", () => {
  const leave = { from: "2026-11-26", until: "2026-12-06", intervals: [] };
  const calendar = { ...berlin, exceptions: [leave] };
  expect(digestDue(calendar, 480, new Date("2026-11-26T07:00:00Z"))).toBeNull();
  expect(nextDigest(calendar, 480, new Date("2026-11-25T12:00:00Z"))?.toISOString()).toBe("2026-12-07T07:00:00.000Z");
  const never = { ...berlin, week: berlin.week.map(() => []) };
  expect(nextDigest(never, 480, new Date("2026-11-25T12:00:00Z"))).toBeNull();
});

test("a day that a zone skipped has no digest", () => {
  // Samoa had no 30 December 2011, a Friday.
  const apia = calendarOf("Pacific/Apia", "1234567 9:00 17:00");
  const next = nextDigest(apia, 480, new Date("2011-12-29T20:00:00Z"));
  expect(next?.toISOString()).toBe("2011-12-30T18:00:00.000Z");
});

test.each([
  [10, false, null],
  [22, false, "12 more"],
  [1000, true, "More than 990 more"],
])("%i of which more are counted: %s", (count, isMore, text) =>
  expect(moreText(count, isMore, 10, "en-US")).toBe(text),
);

test("the mail shows each section with its links, and what people typed is text", async () => {
  const html = await render(
    createElement(DigestMail, {
      name: "Bo <b>",
      workspace: "Northwind",
      day: "Thu, Nov 26, 2026",
      summary: "12 overdue",
      sections: [
        {
          title: "Overdue (12)",
          lines: [{ text: "Call <script>", note: "Yesterday · Call", href: "https://crm.example/n/activities/1" }],
          more: "11 more",
          href: "https://crm.example/n/today",
        },
      ],
      today: "https://crm.example/n/today",
      settings: "https://crm.example/n/settings/notifications",
      unsubscribe: "https://crm.example/unsubscribe?token=t&type=digest",
    }),
  );
  expect(html).toContain("Call &lt;script&gt;");
  expect(html).toContain('href="https://crm.example/n/activities/1"');
  expect(html).toContain("11 more");
  expect(html).toContain("unsubscribe?token=t&amp;type=digest");
});
