import { z } from "zod";
import { catalogColumn, type KindRules } from "./kind";

const addressOf = <P extends z.ZodType>(part: P) =>
  z.object({ street: part, city: part, state: part, postalCode: part, country: part });
const part = z.string().trim().max(200, "Use at most 200 characters.");
/** A postal address as people and programs give it. */
export const givenAddress = addressOf(part.optional()).meta({ id: "GivenAddress" });
/** An address as it is answered: a part that is empty is not there. */
export const answeredAddress = addressOf(part.exactOptional()).meta({ id: "Address" });

export const addressRules: KindRules<"address"> = {
  out: () => answeredAddress,
  given: () => givenAddress,
  columns: (name, field) => ({
    ...field.partsInFile,
    [name]: { ...catalogColumn(field, "address"), importable: false },
  }),
};
