import type { Page } from "@playwright/test";
import { choose, dialog, type Layer, menu, tap } from "./layers";

export const tags: Layer[] = [
  { of: "modules/platform/data/tags/components/tag-dialog.tsx", open: tap("New tag"), box: dialog("New tag") },
  { of: "components/layout/settings-list.tsx", open: tap("More for Hot"), box: menu },
  {
    of: "components/form/merge-dialog.tsx",
    open: choose("More for Hot", "Merge into another tag"),
    box: dialog("Merge the tag Hot"),
  },
];

/** Of a workspace whose accounts have the custom field Tier, a choice with the option Gold, under a heading Sales. */
export const customFields: Layer[] = [
  {
    of: "modules/platform/data/custom-fields/components/field-dialog.tsx",
    open: tap("New field"),
    box: dialog("New field for accounts"),
  },
  { of: "modules/platform/data/custom-fields/components/field-row.tsx", open: tap("More for Tier"), box: menu },
  {
    of: "modules/platform/data/custom-fields/components/field-list.tsx",
    open: tap("More for the section Sales"),
    box: menu,
  },
  {
    of: "modules/platform/data/custom-fields/components/section-dialog.tsx",
    open: choose("More for the section Sales", "Rename section"),
    box: dialog("Rename the section Sales"),
  },
  {
    of: "modules/platform/data/custom-fields/components/convert-dialog.tsx",
    open: choose("More for Tier", "Change kind…"),
    box: dialog("Change the kind of Tier"),
  },
  {
    of: "modules/platform/data/custom-fields/components/field-acts.tsx",
    open: choose("More for Tier", "Delete field"),
    box: dialog("Delete the field Tier?"),
  },
  {
    of: "modules/platform/data/custom-fields/option-lists/components/options-dialog.tsx",
    open: tap("Edit the options of Account type"),
    box: dialog("Options of Account type"),
  },
];

const editTier = dialog("Edit Tier");
async function editedTier(page: Page): Promise<void> {
  if ((await editTier(page).count()) === 0) await choose("More for Tier", "Edit field")(page);
}

/** The layers above the form of a field. */
export const fieldForm: Layer[] = [
  {
    of: "modules/platform/data/custom-fields/components/options-field.tsx",
    open: async (page) => {
      await editedTier(page);
      await tap("More for the option Gold")(page);
    },
    box: menu,
  },
];
