import type { Suggest } from "@/components/data-table/data-column";
import { countryNames } from "@/lib/regions";
import { fittingSuggestions } from "@/lib/suggestions";

let countries: readonly string[] | undefined;

/** Suggests countries by name. */
export const suggestCountries: Suggest = async (text) => {
  countries ??= countryNames();
  return fittingSuggestions(text, countries);
};
