import { z } from "zod";
import { catalogColumn, type KindRules } from "./kind";

const part = z.string().trim().max(200, "Use at most 200 characters.").optional();
/** The parts of a postal address. */
export const address = z.object({ street: part, city: part, state: part, postalCode: part, country: part });

export const addressRules: KindRules<"address"> = {
  out: () => address,
  given: () => address,
  columns: (name, field) => ({
    ...field.partsInFile,
    [name]: { ...catalogColumn(field, "address"), importable: false },
  }),
};
