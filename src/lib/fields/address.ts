import { z } from "zod";
import { type AddressPart, addressLabels, addressParts } from "@/lib/address";
import type { CatalogColumn } from "@/lib/catalog";
import { capital } from "@/lib/text";
import type { FieldOf } from "./field";
import { catalogColumn, type KindRules } from "./kind";

const addressOf = <P extends z.ZodType>(part: P) =>
  z.object({ street: part, city: part, state: part, postalCode: part, country: part });
const part = z.string().trim().max(200, "Use at most 200 characters.");
/** A postal address as people and programs give it. */
export const addressInput = addressOf(part.optional()).meta({ id: "GivenAddress" });
/** An address as the server returns it, without its empty parts. */
export const addressOutput = addressOf(part.exactOptional()).meta({ id: "Address" });

/** The parts of an address with their columns in imported files. */
export function partsInFile({ inFile }: FieldOf<"address">): [part: AddressPart, column: string][] {
  if (!inFile) return [];
  const { prefix = "" } = inFile;
  return addressParts.map((part) => [part, prefix ? `${prefix}${capital(part)}` : part]);
}

/** The header of a part in exported files. */
export const partHeader = ({ label, longLabel }: FieldOf<"address">, part: AddressPart): string =>
  `${longLabel ?? label}: ${addressLabels[part]}`;

function partColumns(field: FieldOf<"address">): Record<string, CatalogColumn> {
  const { prefix, synonyms } = field.inFile ?? {};
  const columns = partsInFile(field).map(([part, name]) => {
    const label = prefix ? capital(`${prefix} ${addressLabels[part].toLowerCase()}`) : addressLabels[part];
    const others = [...(synonyms?.[part] ?? []), partHeader(field, part)];
    return [name, { label, kind: "text" as const, synonyms: others }] as const;
  });
  return Object.fromEntries(columns);
}

export const addressRules: KindRules<"address"> = {
  output: () => addressOutput,
  input: () => addressInput,
  columns: (name, field) => ({
    ...partColumns(field),
    [name]: { ...catalogColumn(field, "address"), importable: false },
  }),
  row: (_name, field) => Object.fromEntries(partsInFile(field).map(([, column]) => [column, part])),
};
