import { by, choose, dialog, type Layer, tap } from "./layers";

/** The records that belong to an account, on its page. */
export const relation: Layer[] = [
  {
    of: "modules/platform/data/records/components/noun-relation.tsx",
    open: async (page) => {
      await by(page, "tab", /^Contacts/).tap();
      await tap("Add a contact")(page);
    },
    box: dialog("Add a contact"),
    away: (page) => page.keyboard.press("Escape"),
  },
];

/** The export of what is held on a contact, on its page. */
export const personal: Layer[] = [
  {
    of: "modules/platform/data/records/components/person-dialog.tsx",
    open: choose("More for Ann Field", "Export personal data"),
    box: dialog("Export everything held on Ann Field?"),
  },
];

/** The planned activity of a contact, on its page. */
export const planned: Layer[] = [
  {
    of: "modules/crm/activities/components/complete-dialog.tsx",
    open: tap("Mark done"),
    box: dialog("Mark Call Ann as done"),
  },
  {
    of: "modules/crm/activities/components/reschedule.tsx",
    open: tap("Reschedule"),
    box: dialog("Reschedule Call Ann"),
    away: (page) => page.keyboard.press("Escape"),
  },
];

/** The log box where no record is open. */
export const log: Layer[] = [
  {
    of: "modules/crm/activities/components/log-dialog.tsx",
    async open(page) {
      await tap("Create")(page);
      await by(page, "option", /^Log a call/).tap();
    },
    box: dialog("Log an activity"),
  },
];

/** The calendar of activities. */
export const calendar: Layer[] = [
  {
    of: "modules/crm/activities/calendar/components/calendar-people.tsx",
    open: tap("People Mine"),
    box: dialog("People"),
    away: (page) => page.keyboard.press("Escape"),
  },
  {
    of: "modules/crm/activities/calendar/components/quick-create.tsx",
    open: (page) => page.keyboard.press("n"),
    box: dialog("New activity"),
  },
];

/** An activity without a location that repeats every day, on its page. */
export const repeated: Layer[] = [
  {
    of: "modules/platform/data/records/components/repeat-dialog.tsx",
    async open(page) {
      await by(page, "tab", "Details").tap();
      await tap("Every day")(page);
    },
    box: dialog("Repeat Call Ann"),
  },
  {
    of: "modules/crm/activities/series/components/scope-dialog.tsx",
    async open(page) {
      await by(page, "tab", "Details").tap();
      const box = by(page, "combobox", "Location");
      if ((await box.count()) === 0) await tap(/^Edit Location:/)(page);
      // Another value each time: an edit that changes nothing asks nothing.
      await box.fill(`Quay ${Date.now()}`);
      await page.keyboard.press("Enter");
    },
    box: dialog("Change Call Ann"),
    away: tap("Save change"),
  },
];
