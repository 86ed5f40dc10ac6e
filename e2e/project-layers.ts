import { by, dialog, type Layer, menu, tap } from "./layers";

/** The page of a project with a task, which a guest of the workspace does not see yet. */
export const project: Layer[] = [
  {
    of: "modules/pmo/projects/components/project-figures.tsx",
    open: tap("How the completion is counted"),
    box: dialog("How the completion is counted"),
  },
  {
    of: "modules/pmo/projects/components/share-menu.tsx",
    async open(page) {
      await by(page, "tab", "Milestones and team").tap();
      await tap("Share")(page);
    },
    box: menu,
  },
];

/** The list of all tasks. */
export const taskList: Layer[] = [
  {
    of: "modules/platform/data/records/components/noun-form.tsx",
    open: tap("New task"),
    box: dialog("New task"),
  },
];

/** The page of a task that is due on a day. */
export const task: Layer[] = [
  {
    of: "modules/pmo/tasks/components/status-menu.tsx",
    open: tap(/, move to another status$/),
    box: menu,
  },
  {
    of: "modules/platform/data/records/components/repeat-dialog.tsx",
    async open(page) {
      await by(page, "tab", "Details").tap();
      await tap("Does not repeat")(page);
    },
    box: dialog("Repeat Set the crane"),
  },
];

/** The same page for the guest who may complete the task. */
export const sharedTask: Layer[] = [
  { of: "modules/pmo/tasks/components/shared-task.tsx", open: tap("Move to"), box: menu },
];
