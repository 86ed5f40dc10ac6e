import { managers } from "../role-rows";
import { defineHeads, defineSettings, ofManaged, ofOwned } from "./noun-head";

/** Objects of the settings; every noun of the module may point to them. */
export const crmSettings = defineSettings({
  pipeline: {
    module: "crm",
    table: "pipelines",
    path: "pipelines",
    one: "pipeline",
    many: "pipelines",
    alsoCalled: [],
    icon: "branch",
    permissions: ofManaged,
    purpose: "A pipeline holds the stages through which opportunities go.",
    shownBy: ["opportunities"],
    parts: ["stage", "lossReason"],
  },
});

/** The nouns of the module crm. Each may point to those before it. */
export const crmNouns = defineHeads({
  product: {
    module: "crm",
    table: "products",
    path: "products",
    one: "product",
    many: "products",
    alsoCalled: [],
    icon: "package",
    permissions: ofManaged,
    owned: false,
    imported: true,
    purpose: "Products are what you sell, with their list prices. Opportunities take their lines from here.",
    nav: { place: 3, key: "p" },
    shownBy: ["opportunities"],
  },
  account: {
    module: "crm",
    table: "accounts",
    path: "accounts",
    one: "account",
    many: "accounts",
    alsoCalled: ["company", "organization", "organisation", "customer"],
    icon: "building",
    mark: "initial",
    permissions: { ...ofOwned, delete: managers },
    owned: true,
    imported: true,
    purpose: "An account is a company that you sell to.",
    nav: { place: 1, key: "a" },
    shownBy: ["opportunities"],
  },
  opportunity: {
    module: "crm",
    table: "opportunities",
    path: "opportunities",
    one: "opportunity",
    many: "opportunities",
    alsoCalled: ["deal"],
    icon: "target",
    permissions: { ...ofOwned, delete: managers },
    owned: true,
    imported: true,
    purpose: "An opportunity is a sale that you work on.",
    nav: { place: 2, key: "o", home: true },
    shownBy: [],
    board: { moved: "stageChanged", ranked: "ranked" },
    notices: {
      stageChanged: {
        label: "Opportunity stage changed",
        // The event that closes an opportunity gives the notice of a move to a closed stage.
        only: { status: "open" },
        says: "{who} moved {record}",
        detailed: "{who} moved {record} to {what}",
        detail: { in: "toStageId", as: "stage" },
        channels: ["inApp"],
      },
      won: { label: "Opportunity won", says: "{who} marked {record} as won", channels: ["inApp", "email"] },
      lost: { label: "Opportunity lost", says: "{who} marked {record} as lost", channels: ["inApp", "email"] },
      rotting: {
        label: "Opportunity rotting",
        when: "Opportunities that you own or follow have no activity for longer than their stage allows",
        says: "No activity for longer than its stage allows: {record}",
        many: "No activity for longer than their stages allow: {record}",
        channels: ["inApp", "email"],
      },
      closing: {
        label: "Close date approaching",
        when: "Opportunities that you own or follow close within a week",
        says: "Expected to close within a week: {record}",
        detailed: "Expected to close on {what}: {record}",
        detail: { in: "closeDate", as: "day" },
        channels: ["inApp", "email"],
      },
    },
  },
});
