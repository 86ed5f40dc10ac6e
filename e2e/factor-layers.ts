import type { Page } from "@playwright/test";
import { choose, dialog, type Layer, menu, tap } from "./layers";

/** The dialogs of the second factors of a person who has a passkey called "Work laptop". */
export const factorLayers = (forgetProof: () => Promise<unknown>): Layer[] => [
  {
    of: "modules/platform/identity/auth/components/totp-dialog.tsx",
    open: tap("Add authenticator app"),
    box: dialog("Add authenticator app"),
  },
  {
    of: "modules/platform/identity/auth/components/passkey-dialog.tsx",
    open: tap("Add passkey"),
    box: dialog("New passkey"),
  },
  { of: "modules/platform/identity/auth/components/passkey-row.tsx", open: tap("More for Work laptop"), box: menu },
  {
    of: "modules/platform/identity/auth/components/factor-dialogs.tsx",
    open: choose("More for Work laptop", "Remove passkey"),
    box: dialog("Remove the passkey Work laptop?"),
  },
  {
    of: "modules/platform/identity/auth/components/recovery-codes-dialog.tsx",
    open: async (page) => {
      await tap("Create new codes")(page);
      await dialog("Create new recovery codes?")(page).getByRole("button", { name: "Create new codes" }).tap();
    },
    box: dialog("Save your recovery codes"),
    away: (page: Page) => tap("I have saved them")(page),
  },
  {
    of: "modules/platform/identity/auth/components/proof-dialog.tsx",
    open: async (page) => {
      await forgetProof();
      await tap("Add authenticator app")(page);
    },
    box: dialog("Confirm your identity"),
  },
];
