import { choose, dialog, type Layer, menu, tap } from "./layers";

const folder = "modules/platform/workspace/calendars/components";
const eve = /^More for Christmas Eve/;

/** The page of working hours, where a day and a second calendar are. */
export const calendars: Layer[] = [
  { of: `${folder}/calendar-dialog.tsx`, open: tap("New calendar"), box: dialog("New calendar") },
  { of: `${folder}/holidays-dialog.tsx`, open: tap("Add holidays"), box: dialog("Add holidays") },
  { of: `${folder}/day-dialog.tsx`, open: tap("Add days"), box: dialog("Add days") },
  { of: `${folder}/calendar-days.tsx`, open: tap(eve), box: menu },
  { of: `${folder}/day-dialog.tsx`, open: choose(eve, "Change"), box: dialog("Change Christmas Eve") },
];
