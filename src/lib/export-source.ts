import { commonPrefix } from "./match-columns";
import { foldKey } from "./text";

interface Product {
  name: string;
  /** Headers of which a file of this product has as many. */
  headers: readonly string[];
  atLeast: number;
  /** All headers of its files begin with one of these. */
  prefixes?: readonly string[];
}

const products: readonly Product[] = [
  {
    name: "HubSpot",
    atLeast: 2,
    headers: [
      "record id",
      "create date",
      "last modified date",
      "company owner",
      "deal owner",
      "deal stage",
      "lifecycle stage",
      "associated company",
      "associated company ids",
      "company domain name",
    ],
  },
  {
    name: "Salesforce",
    atLeast: 2,
    headers: [
      "account id",
      "opportunity id",
      "account owner",
      "opportunity owner",
      "owner role",
      "fiscal period",
      "billing state/province",
      "ownerid",
      "accountid",
      "parentid",
      "stagename",
      "isdeleted",
      "createdbyid",
      "systemmodstamp",
    ],
  },
  { name: "Pipedrive", atLeast: 0, headers: [], prefixes: ["deal - ", "organization - ", "person - ", "product - "] },
];

/** The product that a file was exported from, by its headers; null for another one. */
export function exportSource(headers: readonly string[]): string | null {
  const own = new Set(headers.map((header) => foldKey(header).trim()));
  const prefix = foldKey(commonPrefix(headers.map((header) => ({ header })))).trim();
  const found = products.find(({ headers: signs, atLeast, prefixes }) =>
    prefixes ? prefixes.some((one) => one.trim() === prefix) : signs.filter((sign) => own.has(sign)).length >= atLeast,
  );
  return found?.name ?? null;
}
