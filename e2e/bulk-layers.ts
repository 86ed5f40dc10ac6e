import { expect, type Page } from "@playwright/test";
import { by, dialog, type Layer } from "./layers";
import { middleOf } from "./pages/board";

/** Long-presses the first row, which selects it. */
async function hold(page: Page): Promise<void> {
  const bar = page.getByLabel("Selected rows");
  if (await bar.isVisible()) return;
  const at = await middleOf(page.locator("[data-live] tbody tr[data-row]").first());
  const touch = await page.context().newCDPSession(page);
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  await expect(bar).toBeVisible();
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touch.detach();
}

/** The layers that open from the bar of selected rows. */
export const manyRecords: Layer[] = [
  {
    of: "components/data-table/bulk-pick.tsx",
    open: async (page) => {
      await hold(page);
      await page.getByLabel("Selected rows").getByRole("button", { name: "Assign" }).tap();
    },
    box: (page) => by(page, "dialog", "Assign"),
  },
  {
    of: "modules/platform/data/bulk-runs/components/bulk-edit-dialog.tsx",
    open: async (page) => {
      await hold(page);
      await page.getByLabel("Selected rows").getByRole("button", { name: "Edit", exact: true }).tap();
    },
    box: dialog(/^Edit 1 /),
  },
  {
    of: "components/data-table/bulk-pick-several.tsx",
    open: async (page) => {
      await hold(page);
      await page.getByLabel("Selected rows").getByRole("button", { name: "Add tags" }).tap();
    },
    box: (page) => by(page, "dialog", "Add tags"),
  },
];
