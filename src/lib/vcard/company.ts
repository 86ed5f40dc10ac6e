import { foldKey } from "../text";
import type { Property } from "./property";

/** Addresses that several people read. */
const SHARED =
  /^(?:info|office|mail|email|post|contact|kontakt|sales|vertrieb|verkauf|service|support|help|hello|hallo|team|admin|billing|invoices?|rechnung|buchhaltung|accounts?|accounting|order|orders|bestellung|press|presse|jobs|hr|marketing|reception|empfang|booking|reservations?|customer|kunden|noreply|no|reply)\b/i;
const FIRST_AND_LAST = /^\p{L}+[._-]\p{L}{2,}@/u;

/** Whether an address of e-mail is that of one person: "ann.field@mays.example", or one at home. */
function isPersonal({ text, isAtHome }: CardEmail, company: string): boolean {
  const address = foldKey(text);
  if (SHARED.test(address)) return false;
  const [local = ""] = address.split("@");
  const words = local.split(/[._-]/);
  if (words.every((word) => foldKey(company).includes(word))) return false;
  return isAtHome || FIRST_AND_LAST.test(address);
}

/** Facts that an account takes. */
const FACTS = new Set(["TEL", "ADR", "URL", "NOTE"]);

interface CardEmail {
  text: string;
  isAtHome: boolean;
}

interface NamedCard {
  /** The card says that it is one. */
  says: boolean;
  last: string;
  first: string;
  /** The name that is shown. */
  shown: string | undefined;
  company: string;
  units: readonly string[];
  emails: readonly CardEmail[];
  properties: readonly Property[];
}

/** Whether a card is that of a company: it has the name of an organisation and of no person, or it says so. */
export function isCompanyCard({ says, last, first, shown, company, units, emails, properties }: NamedCard): boolean {
  const isSame = (name: string) => [company, units.join(" ")].some((one) => foldKey(one) === foldKey(name));
  // Some programs write the name of a company as a last name too.
  const isNamed = first !== "" || (last !== "" && !(says && (isSame(last) || last === shown)));
  if (isNamed) return false;
  if (says) return company !== "" || shown !== undefined;
  if (company === "" || (shown !== undefined && !isSame(shown))) return false;
  if (emails.some((one) => isPersonal(one, company))) return false;
  // An address alone is of a person at the company: an account has none.
  return emails.length === 0 || hasFacts(properties);
}

/** Whether a card says something that an account takes, besides its name. */
export const hasFacts = (properties: readonly Property[]): boolean =>
  properties.some(({ name, value }) => FACTS.has(name) && value.replace(/[;\s]/g, "") !== "");
