import { choose, dialog, type Layer, menu, tap } from "./layers";

const acts = "Actions for this workspace";

/** The layers of a workspace's page in the console, where an override of its pipelines runs. */
export const staffWorkspace: Layer[] = [
  { of: "modules/platform/operator/staff/components/workspace-page.tsx", open: tap(acts), box: menu },
  {
    of: "modules/platform/operator/staff/components/act-dialog.tsx",
    open: choose(acts, "Suspend"),
    box: dialog("Suspend the workspace"),
  },
  {
    of: "modules/platform/operator/staff/components/override-dialog.tsx",
    open: choose(acts, "Add override"),
    box: dialog("Add override"),
  },
  {
    of: "modules/platform/operator/staff/components/override-list.tsx",
    open: tap("End the override of Pipelines"),
    box: dialog("End the override of Pipelines"),
  },
  {
    of: "modules/platform/operator/support/staff/components/start-support-dialog.tsx",
    open: async (page) => {
      const tab = page.getByRole("tab", { name: "Support access" });
      if (!(await page.getByRole("button", { name: "Open workspace as support" }).isVisible())) await tab.click();
      await tap("Open workspace as support")(page);
    },
    box: dialog(/^Open .+ as support$/),
  },
];

export const staffShell = (name: string): Layer[] => [
  { of: "app/(staff)/staff/staff-commands.tsx", open: tap("Search"), box: dialog("Command menu") },
  {
    of: "app/(staff)/staff/staff-menu.tsx",
    open: async (page) => {
      if ((await dialog("More")(page).count()) === 0) await tap("More")(page);
      await tap(new RegExp(name))(page);
    },
    box: menu,
  },
];
