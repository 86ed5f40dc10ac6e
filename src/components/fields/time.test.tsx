import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { valueText } from "@/lib/value-text";
import { markupOf } from "@/test/part";
import { fieldColumns, fieldFilters } from "./field-columns";
import { partsOf } from "./kinds";

const at = (locale: string) => ({ locale, currency: "EUR", timeZone: "Europe/Zurich" }) as never;

const spans = { effort: field.duration({ label: "Effort", sortable: true, minutesPerDay: 450 }) };

test("a duration is shown, edited and filtered as text such as 1h 30m, by the day of its field", () => {
  const limits = { minutesPerDay: 450 };
  expect(partsOf(spans.effort).show(90, spans.effort, at("en-US"))).toBe("1h 30m");
  expect(partsOf(spans.effort).show(900, spans.effort, at("en-US"))).toBe("2d");
  expect(fieldColumns(spans, at("en-US"))).toMatchObject([
    { kind: "number", sortable: true, editable: { kind: "duration", duration: limits } },
  ]);
  expect(fieldFilters(spans, at("en-US"))).toMatchObject([{ kind: "duration", duration: limits }]);
});

test("a moment that people gave is shown on the reader's clocks with their zone, also one at midnight of the workspace", () => {
  const starts = field.instant({ label: "Starts" });
  const shown = (moment: string, locale: string) => markupOf(partsOf(starts).show(moment, starts, at(locale)));
  expect(shown("2026-11-25T13:30:00.000Z", "en-GB")).toContain("25 Nov 2026, 14:30 CET");
  expect(shown("2026-07-25T12:30:00.000Z", "en-GB")).toContain("25 Jul 2026, 14:30 CEST");
  const away = { ...(at("en-US") as object), workspaceZone: "America/Chicago" } as never;
  expect(markupOf(partsOf(starts).show("2026-11-25T06:00:00.000Z", starts, away))).toContain("Nov 25, 2026, 7:00 AM");
  const formats = { locale: "en-GB", currency: "CHF", timeZone: "Europe/Zurich", today: "2026-11-22" };
  expect(valueText("2026-11-25T13:30:00.000Z", { kind: "instant" }, formats)).toBe("25 Nov 2026, 14:30 CET");
});
