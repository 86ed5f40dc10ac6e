import { by, dialog, type Layer, tap } from "./layers";

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
