import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import type { AgendaItem } from "../schema";
import { AgendaRow } from "./agenda-row";

const place = { today: "2026-11-20", timeZone: "UTC", now: new Date("2026-11-20T12:00:00Z") };
const nothing = () => undefined;
const acts = { onToggle: nothing, onDetails: nothing, onSnooze: nothing, onReschedule: nothing, onAssign: nothing };
const item: AgendaItem = {
  ...{ id: "close:1", source: "close", entity: "opportunity", recordId: "1", version: 1, title: "North hall" },
  ...{ label: "Expected close", icon: "won", startsAt: null, endsAt: null, day: "2026-11-18", doneAt: null },
  ...{ owner: null, stored: { state: "open", ownerId: null }, about: null, mayEdit: false },
};

test("on a phone the name of an opportunity has its line for itself: what is due stands below the day", () => {
  const row = markupOf(<AgendaRow item={item} section="overdue" place={place} acts={acts} />);
  expect(row).toMatch(/<a [^>]*><span class="[^"]*phone:sr-only[^"]*">Expected close: <\/span>North hall<\/a>/);
  expect(row).toMatch(/Wed<span aria-hidden="true" class="[^"]*desk:hidden[^"]*">Expected close<\/span>/);
});
