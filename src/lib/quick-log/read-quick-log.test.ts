import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type LoggedActivity, longestLine, type Part, type QuickLog, type QuickLogOptions } from "./quick-log";
import { readQuickLog } from "./read-quick-log";

// Thursday, November 26, 2026, 15:30 in Berlin
const options: QuickLogOptions = {
  zone: "Europe/Berlin",
  now: new Date("2026-11-26T14:30:00Z"),
  clock: 12,
  order: null,
};
const read = (text: string, other: Partial<QuickLogOptions> = {}) => readQuickLog(text, { ...options, ...other });
const clock = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");

function summary({ kind, state, when, duration, subject, names, emails }: LoggedActivity): string {
  const day = when === null ? [] : [when.value.day];
  const time = when === null || when.value.minute === null ? [] : [clock(when.value.minute)];
  const length = duration === null ? [] : [`${duration.value}m`];
  const people = [...names, ...emails].map(({ value }) => `@${value}`);
  return [kind?.value ?? "?", state ?? "?", ...day, ...time, ...length, `“${subject.value}”`, ...people].join(" ");
}

/** The line, its activity, "+" its follow-ups, "?" readings that were chosen and "!" words that were not understood. */
function report(line: string): string {
  const { followUps, problems, ...activity } = read(line);
  const noted = problems.map(({ isResolved, message }) => `${isResolved ? "?" : "!"} ${message}`);
  return [line, summary(activity), ...followUps.map((one) => `+ ${summary(one)}`), ...noted].join("\n  ");
}

const golden = readFileSync(new URL("read-quick-log.golden.txt", import.meta.url), "utf8")
  .trimEnd()
  .split(/\n(?! )/)
  .map((block) => [block.split("\n")[0] ?? "", block] as const);

test("the golden file has at least eighty lines, each once", () => {
  expect(golden.length).toBeGreaterThanOrEqual(80);
  expect(new Set(golden.map(([line]) => line)).size).toBe(golden.length);
});

test.each(golden)("%s", (line, expected) => {
  expect(report(line)).toBe(expected);
});

describe("Times are those of the member's zone", () => {
  test.each([
    ["Europe/Berlin", "2026-11-27T14:00:00.000Z"],
    ["America/New_York", "2026-11-27T20:00:00.000Z"],
    ["Asia/Kolkata", "2026-11-27T09:30:00.000Z"],
  ])("%s", (zone, at) => {
    expect(read("call Ana tomorrow 3pm", { zone }).when?.value.at?.toISOString()).toBe(at);
  });

  test("The day is that of the zone", () => {
    const now = new Date("2026-11-26T23:30:00Z");
    expect(read("call Ana tomorrow", { now }).when?.value.day).toBe("2026-11-28");
    expect(read("call Ana tomorrow", { now, zone: "America/New_York" }).when?.value.day).toBe("2026-11-27");
  });

  test("A time that comes twice is the first one, and time from now is elapsed time", () => {
    expect(read("call Ana Oct 31, 2027 2:30am").when?.value.at).toEqual(new Date("2027-10-31T00:30:00Z"));
    const now = new Date("2027-10-31T00:50:00Z");
    expect(read("call Ana in 20 min", { now }).when?.value).toEqual({
      day: "2027-10-31",
      minute: 130,
      at: new Date("2027-10-31T01:10:00Z"),
    });
  });

  test("The zone of the machine changes nothing", () => {
    try {
      for (const zone of ["America/New_York", "Pacific/Kiritimati", "Europe/Berlin"]) {
        vi.stubEnv("TZ", zone);
        for (const [line, expected] of golden) expect(report(line)).toBe(expected);
      }
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

test("A clock of 24 hours and an order of dates leave nothing ambiguous", () => {
  expect(read("call Ana tomorrow 9:30", { clock: 24 }).when?.value.minute).toBe(570);
  expect(read("call Ana tomorrow 9:30").when).toBeNull();
  expect(read("call Ana 03/04/2027", { order: "mdy" }).when?.value.day).toBe("2027-03-04");
  expect(read("call Ana 03/04/2027", { order: "dmy" }).when?.value.day).toBe("2027-04-03");
});

test("Each part has the words that it came from", () => {
  const line = "Thursday I called Ana Kovač for 45m at 2pm, email ana@acme.com the draft tomorrow";
  const now = new Date("2026-11-28T12:00:00Z");
  const { followUps, ...log } = read(line, { now });
  const words = (part?: Part<unknown> | null) => part?.spans.map(({ from, until }) => line.slice(from, until));
  expect(words(log.when)).toEqual(["Thursday", "at 2pm"]);
  expect(words(log.kind)).toEqual(["called"]);
  expect(words(log.duration)).toEqual(["for 45m"]);
  expect(words(log.names[0])).toEqual(["Ana Kovač"]);
  expect(words(followUps[0]?.when)).toEqual(["tomorrow"]);
  expect(words(followUps[0]?.emails[0])).toEqual(["ana@acme.com"]);
});

test("A line of 2,000 characters is read, and a longer one is a subject with a problem", () => {
  const line = `${"x".repeat(longestLine - 9)} tomorrow`;
  expect(read(line).when?.value.day).toBe("2026-11-27");
  const longer = read(`x${line}`);
  expect(longer.when).toBeNull();
  expect(longer.problems.map(({ message }) => message)).toEqual([
    "The line is longer than 2,000 characters, so no date is read. Shorten it.",
  ]);
});

const spansOf = ({ kind, subject, when, duration, names, emails }: LoggedActivity) =>
  [kind, subject, when, duration, ...names, ...emails].flatMap((part) => part?.spans ?? []);

function expectSpansInside(line: string, log: QuickLog): void {
  for (const { from, until } of [...[log, ...log.followUps].flatMap(spansOf), ...log.problems]) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(until).toBeGreaterThanOrEqual(from);
    expect(until).toBeLessThanOrEqual(line.length);
  }
}

const pieces = fc.constantFrom(
  ..."call called Ana tomorrow Friday next last 3pm 25pm 1-2pm Nov 31 13th for in 20 min 45m an hour 03/04 2026-02-30".split(
    " ",
  ),
  ..."send draft , ; then and about at by on midnight EST 15h ago 李明 😀 a@b.co | - . : 9 :30 0 24/7 9999 \u0000 \u202e".split(
    " ",
  ),
);
const line = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((words) => words.join(" ")),
  fc.array(pieces, { maxLength: 40 }).map((words) => words.join("")),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 300 }),
);
const reading = fc.record({
  zone: fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"),
  now: fc.date({ min: new Date("1999-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
  clock: fc.constantFrom(12, 24),
  order: fc.constantFrom("dmy", "mdy", null),
}) as fc.Arbitrary<QuickLogOptions>;

test("No line throws, all spans are inside of it, and words without a reading give no date", () => {
  fc.assert(
    fc.property(line, reading, (text, given) => {
      const log = readQuickLog(text, given);
      expectSpansInside(text, log);
      for (const { when, duration } of [log, ...log.followUps]) {
        expect(when?.value.day ?? "2026-01-01").toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(Number.isNaN(when?.value.at?.getTime() ?? 0)).toBe(false);
        expect(Number.isInteger(duration?.value ?? 0)).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
});

// Text that a quadratic reader needs minutes for; the limit of time is that of any test.
test.each(["1-", "tomorrow ", "a@", "call Ana, send ", "1/2/", "for 1h ", "A ", ", ", " ", "half an "])(
  "100 kB of “%s” is read at once",
  (unit) => {
    const text = unit.repeat(100_000 / unit.length);
    expectSpansInside(text, read(text));
    const whole = text.slice(0, longestLine);
    expectSpansInside(whole, read(whole));
  },
);
