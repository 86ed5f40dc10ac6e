import { dialog, type Layer, tap } from "./layers";

export const keys: Layer[] = [
  {
    of: "modules/platform/identity/api-keys/components/create-key-dialog.tsx",
    open: tap("New API key"),
    box: dialog("New API key"),
  },
  {
    of: "modules/platform/identity/api-keys/components/shown-once.tsx",
    open: async (page) => {
      await tap("New API key")(page);
      await dialog("New API key")(page).getByLabel("Name").fill("Nightly report");
      await page.getByRole("checkbox", { name: "See accounts" }).check();
      await tap("Create key")(page);
    },
    box: dialog("Copy the key now"),
  },
  {
    of: "modules/platform/identity/api-keys/components/revoke-key-dialog.tsx",
    open: tap("Revoke Warehouse"),
    box: dialog("Revoke the key Warehouse?"),
  },
];

export const key: Layer[] = [
  {
    of: "modules/platform/identity/api-keys/components/rotate-key-dialog.tsx",
    open: tap("Rotate"),
    box: dialog("Rotate the key Warehouse"),
  },
  {
    of: "modules/platform/identity/api-keys/components/shown-once.tsx",
    open: async (page) => {
      await tap("Rotate")(page);
      await tap("Rotate key")(page);
    },
    box: dialog("Copy the key now"),
  },
];
