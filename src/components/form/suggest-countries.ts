import type { Suggest } from "@/components/data-table/data-column";
import { fittingSuggestions } from "@/lib/suggestions";

let countries: readonly string[] | undefined;

/** Suggests countries by name; their names are loaded with the first text. */
export const suggestCountries: Suggest = async (text) => {
  countries ??= (await import("@/lib/regions")).countryNames();
  return fittingSuggestions(text, countries);
};
