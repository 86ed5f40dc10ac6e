import { nouns } from "./all";

const english = new Intl.ListFormat("en", { type: "conjunction" });
const mostNamed = 3;

/** What files bring, by the first nouns of the rail: "accounts, opportunities, products, and people". */
export const importedThings: string = english.format([
  ...Object.values(nouns)
    .toSorted((a, b) => a.nav.place - b.nav.place)
    .slice(0, mostNamed)
    .map(({ many }) => many),
  "people",
]);
