import { faker } from "@faker-js/faker";
import { contactValues } from "./custom-values";

/** A company whose people are contacts, as its row in the file of accounts says. */
export interface Employer {
  account: string;
  account_type: string;
  domain: string;
  phone: string;
  city: string;
  country: string;
  account_owner: string;
}

const jobs: readonly [title: string, department: string][] = [
  ["Chief executive officer", "Management"],
  ["Chief financial officer", "Finance"],
  ["Head of IT", "IT"],
  ["IT manager", "IT"],
  ["Head of procurement", "Procurement"],
  ["Buyer", "Procurement"],
  ["Data engineer", "IT"],
  ["Operations manager", "Operations"],
  ["Project manager", "Operations"],
  ["Head of marketing", "Marketing"],
  ["Marketing manager", "Marketing"],
  ["Sales director", "Sales"],
  ["Training coordinator", "People"],
  ["Legal counsel", "Legal"],
];
const sources = [
  "Website",
  "Referral",
  "Social media",
  "E-mail campaign",
  "Paid ad",
  "Event",
  "Cold outreach",
  "Partner",
];
const early = ["Lead", "Lead", "Lead", "MQL", "MQL", "SQL"];
const late: Readonly<Record<string, readonly string[]>> = {
  Customer: ["Customer", "Customer", "Customer", "Evangelist", "Opportunity", "SQL"],
  Partner: ["Customer", "Opportunity", "MQL"],
  Churned: ["Churned", "Churned", "Lead"],
};

const latin = (text: string) =>
  text
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z]/g, "")
    .toLowerCase();

/** People of these companies, and some of none; a few stand there twice, and some names were typed carelessly. */
export function contactRows(count: number, employers: readonly Employer[]): object[] {
  const pick = <T>(list: readonly T[]): T => faker.helpers.arrayElement(list as T[]);
  const chance = (share: number) => faker.number.float() < share;
  const rows = Array.from({ length: count }, (_, index) => {
    const [first, last] = [faker.person.firstName(), faker.person.lastName()];
    const employer = chance(0.04) ? null : pick(employers);
    const [title, department] = pick(jobs);
    const domain = employer?.domain ?? "freemail.example";
    const mobile = faker.helpers.replaceSymbols("+1 312 555 01##");
    return {
      "Contact ID": `C-${String(index + 1).padStart(5, "0")}`,
      "First name": index % 53 === 0 ? `${first.charAt(0)}.` : untidy(first, index),
      "Last name": untidy(last, index),
      "E-mail": chance(0.03) ? "" : `${latin(first)}.${latin(last)}${index % 7 === 0 ? index : ""}@${domain}`,
      "Personal e-mail": chance(0.18) ? `${latin(first)}${index}@home.example` : "",
      Phone: employer && chance(0.7) ? employer.phone : "",
      Mobile: chance(0.45) ? untidyNumber(mobile, index) : "",
      "Job title": employer && chance(0.9) ? title : "",
      Department: employer && chance(0.7) ? department : "",
      Account: employer?.account ?? "",
      "Lifecycle stage": pick(late[employer?.account_type ?? ""] ?? early),
      "Lead source": chance(0.85) ? pick(sources) : "",
      "Contact owner": employer?.account_owner ?? pick(employers).account_owner,
      "Preferred channel": chance(0.3) ? pick(["E-mail", "Phone", "SMS", "LinkedIn"]) : "",
      "Do not e-mail": chance(0.05) ? "yes" : "no",
      "Do not call": chance(0.06) ? "yes" : "no",
      ...contactValues(index),
      "Mailing city": employer?.city ?? "",
      "Mailing country": employer?.country ?? "",
    };
  });
  // The same people again, as two sources knew them: with another address, and without an account.
  const again = rows
    .filter((_, index) => index % 80 === 79)
    .map((row, index) => ({
      ...row,
      "Contact ID": `C-9${String(index).padStart(4, "0")}`,
      "E-mail": `${latin(row["First name"]).charAt(0)}${latin(row["Last name"])}@webmail.example`,
      "Personal e-mail": "",
      Account: "",
      Phone: "",
    }));
  // And colleagues who were typed in a second time, with a letter more and the short form of their address.
  const misspelt = rows
    .filter((row, index) => index % 120 === 57 && row.Account !== "")
    .map((row, index) => ({
      ...row,
      "Contact ID": `C-8${String(index).padStart(4, "0")}`,
      "Last name": row["Last name"].replace(/([a-z])(?=[a-z]*$)/, "$1$1"),
      "E-mail": row["E-mail"].replace(/^([a-z])[a-z]*\./, "$1."),
      "Personal e-mail": "",
      Mobile: "",
    }));
  return [...rows, ...again, ...misspelt];
}

function untidy(name: string, index: number): string {
  if (index % 41 === 0) return name.toUpperCase();
  return index % 67 === 0 ? name.toLowerCase() : name;
}

/** Numbers with an extension, and some that nobody can dial. */
function untidyNumber(number: string, index: number): string {
  if (index % 37 === 0) return `${number} ext. ${100 + (index % 80)}`;
  return index % 61 === 0 ? "ask at the front desk" : number;
}
