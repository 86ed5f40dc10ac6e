import { managers } from "../role-rows";
import { defineHeads, ofManaged, ofOwned } from "./noun-head";

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
    purpose: "An opportunity is a deal that you work on.",
    nav: { place: 2, key: "o" },
    shownBy: [],
  },
});
