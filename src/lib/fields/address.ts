import { z } from "zod";
import {
  type Address,
  type AddressPart,
  addressLabels,
  addressParts,
  joinedStreet,
  type StreetLine,
  streetLines,
} from "@/lib/address";
import type { CatalogColumn } from "@/lib/catalog";
import { capital } from "@/lib/text";
import type { FieldOf } from "./field";
import { catalogColumn, type FileRow, type KindRules } from "./kind";

const addressOf = <P extends z.ZodType>(part: P) =>
  z.object({ street: part, city: part, state: part, postalCode: part, country: part });
const longest = 200;
const part = z.string().trim().max(longest, `Use at most ${longest} characters.`);
/** A postal address as people and programs give it. */
export const addressInput = addressOf(part.optional()).meta({ id: "GivenAddress" });
/** An address as the server returns it, without its empty parts. */
export const addressOutput = addressOf(part.exactOptional()).meta({ id: "Address" });

type FilePart = AddressPart | StreetLine;
const [street, ...otherParts] = addressParts;
const fileParts: readonly FilePart[] = [street, ...streetLines, ...otherParts];
const fileLabels: Record<FilePart, string> = { ...addressLabels, street2: "Street 2", street3: "Street 3" };

const nameInFile = (prefix: string, name: FilePart) => (prefix ? `${prefix}${capital(name)}` : name);

/** The parts of an address, and the lines of its street, with their columns in imported files. */
function partsInFile({ inFile }: FieldOf<"address">): [part: FilePart, column: string][] {
  if (!inFile) return [];
  const { prefix = "" } = inFile;
  return fileParts.map((name) => [name, nameInFile(prefix, name)]);
}

/** Reads the parts of an address from a row, the lines of its street as one. */
export function addressOfRow(field: FieldOf<"address">) {
  const columns = partsInFile(field);
  const isLine = (name: string) => name === street || (streetLines as readonly string[]).includes(name);
  return (row: FileRow): Address => {
    const given = columns.flatMap(([name, column]) =>
      row[column] === undefined ? [] : [[name, String(row[column])] as const],
    );
    const lines = given.filter(([name]) => isLine(name)).map(([, line]) => line);
    const others = given.filter(([name]) => !isLine(name));
    return { ...(lines.length > 0 ? { street: joinedStreet(lines) } : {}), ...Object.fromEntries(others) };
  };
}

/** The parts of an address, each with the cell of a file that has all of it. */
export const partCells = (field: FieldOf<"address">): [part: AddressPart, cell: string][] =>
  partsInFile(field).flatMap(([part, cell]): [AddressPart, string][] => (isPart(part) ? [[part, cell]] : []));

/** Refuses a street that is too long with all of its lines. */
function refuseLongStreet(field: FieldOf<"address">) {
  const read = addressOfRow(field);
  const column = nameInFile(field.inFile?.prefix ?? "", street);
  const message = `The lines of the street have more than ${longest} characters together. Shorten them.`;
  return (row: FileRow) => ((read(row).street?.length ?? 0) > longest ? { column, message } : null);
}

/** The header of a part in exported files. */
export const partHeader = ({ label, longLabel }: FieldOf<"address">, part: AddressPart): string =>
  `${longLabel ?? label}: ${addressLabels[part]}`;

const isPart = (name: FilePart): name is AddressPart => (addressParts as readonly string[]).includes(name);

function partColumns(field: FieldOf<"address">): Record<string, CatalogColumn> {
  const { prefix, synonyms } = field.inFile ?? {};
  const columns = partsInFile(field).map(([part, name]) => {
    const label = prefix ? capital(`${prefix} ${fileLabels[part].toLowerCase()}`) : fileLabels[part];
    const others = [...(synonyms?.[part] ?? []), ...(isPart(part) ? [partHeader(field, part)] : [])];
    const country = part === "country" ? { country: true as const } : {};
    return [name, { label, kind: "text" as const, synonyms: others, ...country }] as const;
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
  refuseRow: refuseLongStreet,
};
