import type { Page } from "@playwright/test";
import { manyRecords } from "./bulk-layers";
import type { Firm } from "./firm";
import { by, choose, dialog, type Layer, menu, tap } from "./layers";

/** Layers that a phone does not have: the controls that open them are hidden there. */
export const notOnPhones = [
  "components/data-table/column-menu.tsx",
  // A phone has them behind More.
  "modules/platform/data/onboarding/components/checklist.tsx",
  "modules/crm/pipelines/components/stage-color-picker.tsx",
  // A phone has the days of a month as a list.
  "modules/platform/data/records/components/noun-month-day.tsx",
];

/** Layers that the tests of their own areas open and close: the file of a list, its filters below each other, a sync. */
export const walkedElsewhere = [
  "components/data-table/filter-match-menu.tsx",
  "components/data-table/filter-panel.tsx",
  "modules/hub/connections/components/connection-settings.tsx",
  "modules/hub/sync/components/add-field.tsx",
  "modules/hub/sync/components/field-steps.tsx",
  "modules/hub/sync/components/problem-acts.tsx",
  "modules/hub/sync/components/problem-group.tsx",
  "modules/hub/sync/components/start-dialog.tsx",
  "modules/hub/sync/components/test-record.tsx",
  "modules/hub/sync/components/undo-first.tsx",
  // Opened by a notification.
  "modules/platform/data/bulk-runs/components/bulk-run-dialog.tsx",
  "modules/platform/data/exports/components/export-dialog.tsx",
  "modules/platform/data/files/components/file-menu.tsx",
  "modules/platform/data/files/components/file-versions.tsx",
  "modules/platform/data/files/components/picture-dialog.tsx",
  "modules/platform/data/files/components/rename-file-dialog.tsx",
  "modules/platform/data/imports/mappings/components/mapping-bar.tsx",
  "modules/platform/data/imports/mappings/components/mappings-page.tsx",
  "modules/platform/data/imports/mappings/components/rename-mapping-dialog.tsx",
  "modules/platform/data/imports/mappings/components/save-mapping-dialog.tsx",
];

const more = async (page: Page) => {
  if ((await dialog("More")(page).count()) === 0) await tap("More")(page);
};

export const shell = (firm: Firm): Layer[] => [
  { of: "app/(app)/[workspace]/workspace-command-menu.tsx", open: tap("Create"), box: dialog("Command menu") },
  { of: "components/layout/command-frame.tsx", open: tap("Search"), box: dialog("Command menu") },
  {
    of: "components/layout/shortcuts-list.tsx",
    open: (page) => page.keyboard.press("?"),
    box: dialog("Keyboard shortcuts"),
  },
  { of: "components/layout/bottom-bar.tsx", open: tap("More"), box: dialog("More") },
  {
    of: "app/(app)/[workspace]/workspace-switcher.tsx",
    open: async (page) => {
      await more(page);
      await tap(new RegExp(firm.name))(page);
    },
    box: menu,
  },
  {
    of: "app/(app)/[workspace]/member-menu.tsx",
    open: async (page) => {
      await more(page);
      await tap(/Olive Owner/)(page);
    },
    box: menu,
  },
];

const newAccount = dialog("New account");
/** The form with a typed name. */
async function begunAccount(page: Page): Promise<void> {
  if ((await newAccount(page).count()) === 0) await tap("New account")(page);
  await newAccount(page).getByLabel("Name", { exact: true }).fill("Alder");
}

export const list: Layer[] = [
  { of: "modules/platform/data/records/components/noun-form.tsx", open: tap("New account"), box: newAccount },
  {
    of: "components/data-table/columns-menu.tsx",
    open: tap("Columns"),
    box: (page) => by(page, "dialog", "Columns"),
  },
  { of: "components/data-table/choice-menu.tsx", open: tap(/^Sort/), box: menu },
  {
    of: "components/data-table/filter-add.tsx",
    open: tap("Filter"),
    box: (page) => by(page, "dialog", "Add a filter"),
  },
  {
    of: "components/data-table/filter-chips.tsx",
    open: async (page) => {
      const chip = by(page, "button", /^Type is .* edit$/);
      if ((await chip.count()) === 0) await page.goto(`${page.url().split("?")[0]}?filter=type:is:prospect`);
      await chip.tap();
    },
    box: (page) => by(page, "dialog", "Filter by Type"),
  },
  ...manyRecords,
];

export const forms: Layer[] = [
  {
    of: "components/form/suggest-field.tsx",
    open: async (page) => {
      await begunAccount(page);
      await newAccount(page).getByLabel("Industry").tap();
    },
    box: (page) => page.getByRole("listbox", { name: "Suggestions for Industry" }),
    away: (page) => newAccount(page).getByLabel("Employees").tap(),
  },
  {
    of: "components/form/form-dialog.tsx",
    open: async (page) => {
      await begunAccount(page);
      await page.keyboard.press("Escape");
    },
    box: dialog("Discard your changes?"),
  },
];

export const board: Layer[] = [
  {
    of: "modules/crm/opportunities/components/other-sums.tsx",
    open: tap(/^EUR/),
    box: dialog("Lead, other currencies"),
  },
  { of: "components/board/card-menu.tsx", open: tap("Move Harbour crane"), box: menu },
  {
    of: "modules/crm/opportunities/components/outcome-dialog.tsx",
    open: choose("Move Harbour crane", "Closed Lost"),
    box: dialog("Mark Harbour crane as lost?"),
  },
  {
    of: "modules/crm/opportunities/components/outcome-dialog.tsx",
    open: choose("Move Quay study", "Closed Won"),
    box: dialog("Mark Quay study as won?"),
  },
];

/** Taps a field of the details, which are a tab on a phone. */
const inDetails = (name: RegExp) => async (page: Page) => {
  await page.getByRole("tab", { name: "Details" }).tap();
  await tap(name)(page);
};

export const account: Layer[] = [
  { of: "components/layout/record-menu.tsx", open: tap("More for Alder Ports"), box: menu },
  {
    of: "components/form/typed-confirm.tsx",
    open: choose("More for Alder Ports", "Delete permanently"),
    box: dialog("Permanently delete Alder Ports?"),
  },
  {
    of: "modules/platform/data/records/components/address-dialog.tsx",
    open: inDetails(/^Edit Billing address/),
    box: dialog("Billing address of Alder Ports"),
  },
  {
    of: "components/data-table/cell-editor.tsx",
    open: inDetails(/^Edit Industry/),
    box: (page) => page.getByRole("combobox", { name: "Industry" }),
    away: (page) => page.keyboard.press("Escape"),
  },
  {
    of: "components/data-table/several-editor.tsx",
    open: inDetails(/^Edit Tags/),
    box: dialog("Tags"),
    away: (page) => page.keyboard.press("Escape"),
  },
  { of: "components/rich-text/editor-sheet.tsx", open: inDetails(/^Edit Description/), box: dialog("Description") },
];

export const contact: Layer[] = [
  {
    of: "modules/platform/data/records/components/move-back-dialog.tsx",
    open: tap(/^Lead( skipped)?$/),
    box: dialog("Move Ann Field back to Lead"),
  },
  {
    of: "modules/platform/data/records/components/entries-dialog.tsx",
    open: inDetails(/^Edit E-mails/),
    box: dialog("E-mails of Ann Field"),
  },
];

export const products: Layer[] = [
  {
    of: "modules/platform/data/records/components/noun-form.tsx",
    open: tap("New product"),
    box: dialog("New product"),
  },
];

export const lines: Layer[] = [
  {
    of: "modules/platform/data/records/components/noun-part-form.tsx",
    open: async (page) => {
      await page.getByRole("tab", { name: /^Products/ }).tap();
      await tap("Add product")(page);
    },
    box: dialog("Add a product to Harbour crane"),
  },
  {
    of: "modules/platform/data/records/components/noun-part-row.tsx",
    open: async (page) => {
      await page.getByRole("tab", { name: /^People/ }).tap();
      await tap("More for Ann Field")(page);
    },
    box: menu,
  },
];

export const pipelines: Layer[] = [
  {
    of: "modules/platform/history/events/components/changes-link.tsx",
    open: tap("Show all changes"),
    box: dialog(/^Changes of/),
  },
  {
    of: "modules/crm/pipelines/components/pipeline-dialog.tsx",
    open: tap("New pipeline"),
    box: dialog("New pipeline"),
  },
  { of: "modules/crm/pipelines/components/stage-dialog.tsx", open: tap("Add stage"), box: dialog(/^Add a stage to/) },
  {
    of: "modules/crm/pipelines/components/pipeline-head.tsx",
    open: (page) =>
      page
        .getByRole("button", { name: /^More for / })
        .first()
        .tap(),
    box: menu,
  },
  { of: "modules/crm/pipelines/components/stage-row.tsx", open: tap("More for Lead"), box: menu },
  {
    of: "modules/crm/opportunities/components/remove-stage-dialog.tsx",
    open: choose("More for Lead", "Remove stage"),
    box: dialog("Remove the stage Lead?"),
  },
  { of: "modules/crm/pipelines/components/loss-reasons.tsx", open: tap("More for No budget"), box: menu },
  {
    of: "modules/crm/pipelines/components/loss-reasons.tsx",
    open: (page) => page.getByRole("button", { name: "Add reason" }).locator("visible=true").first().tap(),
    box: dialog("Add a loss reason"),
  },
  {
    of: "modules/crm/opportunities/components/archive-pipeline-dialog.tsx",
    open: async (page) => {
      await page.getByRole("tab", { name: "Renewals" }).tap();
      await choose("More for Renewals", "Archive pipeline")(page);
    },
    box: dialog("Archive the pipeline Renewals?"),
  },
];

export const teams = ({ name }: Firm): Layer[] => [
  { of: "modules/platform/identity/teams/components/team-dialog.tsx", open: tap("New team"), box: dialog("New team") },
  { of: "modules/platform/identity/teams/components/teams-page.tsx", open: tap(`More for ${name}`), box: menu },
  {
    of: "modules/platform/identity/teams/components/teams-page.tsx",
    open: choose(`More for ${name}`, "Delete team"),
    box: dialog(`Delete the team ${name}?`),
  },
  {
    of: "modules/platform/identity/teams/components/team-members.tsx",
    open: tap(/^Add (a )?member/),
    box: dialog(`Add a member to ${name}`),
  },
];

export const members = (invited: string): Layer[] => [
  {
    of: "modules/platform/identity/members/invitations/components/invite-dialog.tsx",
    open: tap(/^Invite/),
    box: dialog("Invite members"),
  },
  {
    of: "modules/platform/identity/members/components/placeholder-dialog.tsx",
    open: tap("Add placeholder"),
    box: dialog("Add a placeholder member"),
  },
  { of: "modules/platform/identity/members/components/member-menu.tsx", open: tap("More for Petra Place"), box: menu },
  {
    of: "modules/platform/identity/members/invitations/components/invite-placeholder-dialog.tsx",
    open: choose("More for Petra Place", /^Invite$/),
    box: dialog("Invite Petra Place"),
  },
  {
    of: "modules/platform/identity/members/components/placeholder-dialog.tsx",
    open: choose("More for Petra Place", "Change name or e-mail address"),
    box: dialog("Change Petra Place"),
  },
  {
    of: "modules/platform/identity/members/components/member-dialogs.tsx",
    open: choose("More for Petra Place", "Remove placeholder"),
    box: dialog(/^Remove Petra Place from/),
  },
  {
    of: "modules/platform/identity/members/components/member-dialogs.tsx",
    open: choose("More for Ida Invited", "Send the invitation again"),
    box: dialog(`Invite ${invited} again?`),
  },
  {
    of: "modules/platform/identity/members/components/member-dialogs.tsx",
    open: choose("More for Ida Invited", "Revoke the invitation"),
    box: dialog(`Revoke the invitation of ${invited}?`),
  },
];

export const inbox: Layer[] = [
  { of: "modules/platform/history/notifications/components/inbox-line.tsx", open: tap(/^Snooze/), box: menu },
  {
    of: "modules/platform/history/notifications/components/notice-menu.tsx",
    open: tap(/^More for /),
    box: menu,
  },
];

export const draft: Layer[] = [
  {
    of: "modules/platform/data/imports/components/format-dialog.tsx",
    open: tap(/change how dirty-accounts.csv is read$/),
    box: dialog("File settings of dirty-accounts.csv"),
  },
  {
    of: "modules/platform/data/imports/components/import-dialogs.tsx",
    open: tap("Discard"),
    box: dialog("Discard this import?"),
  },
];
export const matching: Layer[] = [
  {
    of: "modules/platform/data/imports/own-fields/components/new-field-dialog.tsx",
    open: async (page) => {
      await page.getByRole("combobox", { name: "Field for Zone" }).tap();
      await page.getByRole("option", { name: "New field…" }).tap();
    },
    box: dialog(/^New field for /),
  },
];
export const fixing: Layer[] = [
  {
    of: "modules/platform/data/imports/components/value-block.tsx",
    open: tap(/^(Pick one|Pick another|Type another)$/),
    box: (page) => page.getByRole("dialog", { name: /^Meaning of / }),
  },
];
export const running: Layer[] = [
  {
    of: "modules/platform/data/imports/components/import-dialogs.tsx",
    open: tap("Cancel import"),
    box: dialog("Cancel this import?"),
  },
];
export const jobs: Layer[] = [
  {
    of: "modules/platform/operator/jobs/components/job-columns.tsx",
    open: tap("Cancel"),
    box: dialog("Cancel this job?"),
  },
];
export const done: Layer[] = [
  {
    of: "modules/platform/data/imports/kept-columns/components/unmatched-columns.tsx",
    open: tap("Import kept columns"),
    box: dialog("Import kept columns"),
  },
  {
    of: "modules/platform/data/imports/components/import-dialogs.tsx",
    open: tap("Revert import"),
    box: dialog("Revert this import?"),
  },
];
