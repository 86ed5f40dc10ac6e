import type { Page } from "@playwright/test";
import { dialog, type Layer, tap } from "./layers";

const bar = "modules/platform/history/events/components/timeline-bar.tsx";
const inTimeline = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole("tab", { name: "Timeline" }).tap();
  await tap(name)(page);
};

/** The history of a record on its page: of one field, and in its timeline. */
export const history: Layer[] = [
  {
    of: "modules/platform/data/records/components/field-history.tsx",
    open: async (page) => {
      await page.getByRole("tab", { name: "Details" }).tap();
      const label = page.getByRole("tabpanel").getByText("Industry", { exact: true });
      await label.dispatchEvent("pointerdown", { pointerType: "touch", bubbles: true });
    },
    box: dialog("History of Industry"),
  },
  { of: bar, open: inTimeline("Go to a date"), box: dialog("Go to a date") },
  { of: bar, open: inTimeline(/^Person: /), box: dialog("Person") },
];
