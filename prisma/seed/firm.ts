import { faker } from "@faker-js/faker";
import { stringify } from "csv-stringify/sync";
import { addDays } from "date-fns/addDays";
import { format } from "date-fns/format";
import { subDays } from "date-fns/subDays";
import { contactRows } from "./contacts";
import { accountValues, saleValues } from "./custom-values";

/** The files of a company that has sold for eighteen months, in the usual form. */
export interface FirmFiles {
  "accounts.csv": string;
  "products.csv": string;
  "sales_teams.csv": string;
  "deals.csv": string;
  "contacts.csv": string;
}

export interface FirmSize {
  accounts: number;
  agents: number;
  opportunities: number;
  contacts: number;
}

const industries = [
  "Software",
  "Healthcare",
  "Retail",
  "Finance",
  "Logistics",
  "Energy",
  "Education",
  "Media",
  "Public sector",
  "Manufacturing",
];
const catalogue: [string, number][] = [
  ["Discovery workshop", 2_400],
  ["Platform audit", 6_800],
  ["Cloud migration", 38_500],
  ["Data foundation", 24_000],
  ["Support retainer", 4_200],
  ["Design sprint", 9_600],
  ["Team training", 1_850],
];
/** How leads came, as files say it; referrals and the website bring most. */
const leadSources = [
  "Website",
  "Website",
  "Referral",
  "Referral",
  "Trade fair",
  "Cold outreach",
  "Partner",
  "E-mail campaign",
  "Social media",
];
/** Reasons for which a customer asks, for the descriptions of opportunities. */
const needs = [
  "Their present contract ends in spring and they compare three suppliers.",
  "The board wants one system in place of four before the next audit.",
  "A new site opens and needs the same setup as the others.",
  "Their own team has no time for it this year.",
  "Two complaints of their customers started this; the budget is agreed.",
  "They saw it at another firm of the group and want the same.",
  "Procurement asks for a fixed price and a start within six weeks.",
];
const cities: readonly { country: string; city: string; code: string; phone: string }[] = [
  { country: "United States", city: "Chicago", code: "60601", phone: "+1 312 555 01##" },
  { country: "United States", city: "Austin", code: "78701", phone: "+1 512 555 01##" },
  { country: "United States", city: "Seattle", code: "98101", phone: "+1 206 555 01##" },
  { country: "Canada", city: "Toronto", code: "M5V 2T6", phone: "+1 416 555 01##" },
  { country: "Germany", city: "Hamburg", code: "20457", phone: "+49 40 5550 1##" },
  { country: "France", city: "Lyon", code: "69002", phone: "+33 4 99 55 01 ##" },
  { country: "Netherlands", city: "Rotterdam", code: "3011 AA", phone: "+31 10 555 01##" },
  { country: "United Kingdom", city: "Leeds", code: "LS1 4AP", phone: "+44 113 496 0###" },
  { country: "Japan", city: "Osaka", code: "530-0001", phone: "+81 6 5550 01##" },
  { country: "Brazil", city: "Curitiba", code: "80010-000", phone: "+55 41 5550 01##" },
  { country: "Kenya", city: "Nairobi", code: "00100", phone: "+254 20 555 01##" },
];
/** The stages by pipeline: open ones, won and lost. The first pipeline is the one of a new workspace. */
const pipelines = {
  Sales: { open: ["Lead", "Qualified", "Proposal", "Negotiation"], won: "Closed Won", lost: "Closed Lost" },
  Renewals: { open: ["Upcoming", "In talks", "Offer sent"], won: "Renewed", lost: "Not renewed" },
};
/** The products that customers buy again each year, and the share of sales to customers that are such renewals. */
const renewable = ["Support retainer", "Platform audit", "Team training"];
const renewals = 0.4;
/** The currency in which accounts of these countries are invoiced; others are in the workspace's. */
const currencies: Readonly<Record<string, string>> = {
  Germany: "EUR",
  France: "EUR",
  Netherlands: "EUR",
  "United Kingdom": "GBP",
};
/** Most buyers are still customers. */
const buyerTypes = ["Customer", "Customer", "Customer", "Customer", "Customer", "Partner", "Churned"];
const offices = ["North", "Central", "South"];

/**
 * The same seed and day give the same files. Dates run back from `today` in the company's own zone: in another one
 * its last opportunities would be won tomorrow.
 */
export function firmFiles(seed: number, today: Date, size: FirmSize): FirmFiles {
  faker.seed(seed);

  const names = unique(size.accounts, () => faker.company.name());
  const parents = names.slice(0, Math.ceil(size.accounts / 8));
  const people = unique(
    size.agents + offices.length * 2,
    () => `${faker.person.firstName()} ${faker.person.lastName()}`,
  );
  const managers = people.slice(0, offices.length * 2);
  const agents = people.slice(managers.length);
  // Every sixth has bought nothing so far.
  const buyers = names.filter((_, index) => index % 6 !== 5);
  const accounts = names.map((account, index) => {
    const { country, city, code, phone } = pick(cities);
    const domain = `${faker.helpers
      .slugify(account)
      .toLowerCase()
      .replaceAll(/[^a-z-]/g, "")
      .replaceAll(/-+/g, "-")}.example`;
    return {
      account,
      account_type: buyers.includes(account) ? pick(buyerTypes) : otherType(index),
      sector: pick(industries),
      revenue: faker.number.float({ min: 1, max: 4_000, fractionDigits: 2 }).toFixed(2),
      employees: faker.number.int({ min: 8, max: 12_000 }),
      domain,
      website: `https://www.${domain}`,
      phone: faker.helpers.replaceSymbols(phone),
      street: faker.location.streetAddress(),
      city,
      postal_code: code,
      country,
      account_owner: pick(agents),
      subsidiary_of: index >= parents.length && faker.number.float() < 0.18 ? pick(parents) : "",
      ...accountValues(index, today),
    };
  });

  const teams = teamRows(agents, managers);
  const countries = new Map(accounts.map(({ account, country }) => [account, country]));
  const employers = accounts.filter(({ account_type }) => account_type !== "Competitor");
  const sellable = employers.map(({ account }) => account);

  const seller = { today, agents, buyers, sellable, countries };
  const opportunities = Array.from({ length: size.opportunities }, (_, index) =>
    saleRow(index, size.opportunities, seller),
  );

  const csv = (rows: object[]) => stringify(rows, { header: true });
  return {
    "accounts.csv": csv(accounts),
    "products.csv": csv(catalogue.map(([product, sales_price]) => ({ product, sales_price }))),
    "sales_teams.csv": csv(teams),
    "deals.csv": csv(opportunities),
    "contacts.csv": csv(contactRows(size.contacts, employers)),
  };
}

interface Seller {
  today: Date;
  agents: readonly string[];
  buyers: readonly string[];
  /** Accounts to which anything is sold: competitors buy nothing. */
  sellable: readonly string[];
  /** The countries of accounts, by their names. */
  countries: ReadonlyMap<string, string>;
}

/** One of `count` opportunities of eighteen months, the newest last. */
function saleRow(index: number, count: number, { today, agents, buyers, sellable, countries }: Seller) {
  const age = Math.floor(540 * (1 - (index + 1) / count));
  const [product, price] = pick(catalogue);
  const isRenewal = renewable.includes(product) && faker.number.float() < renewals;
  const pipeline = isRenewal ? "Renewals" : "Sales";
  const { open, won, lost } = pipelines[pipeline];
  const stage = age < 75 ? pick([...open, won, lost]) : pick([won, won, won, lost, lost]);
  const closed = stage === won || stage === lost;
  // Most open opportunities are recent; every seventh is old.
  const waiting = faker.number.int(faker.number.float() < 0.85 ? { min: 0, max: 16 } : { min: 17, max: 70 });
  const engaged = subDays(today, closed ? age + faker.number.int({ min: 4, max: 60 }) : waiting);
  const close = closed
    ? min(addDays(engaged, faker.number.int({ min: 4, max: 110 })), today)
    : addDays(today, faker.number.int({ min: 3, max: 120 }));
  const quantity = isRenewal ? 1 : pick([1, 1, 1, 1, 2, 3]);
  const account = !isRenewal && faker.number.float() < 0.1 ? "" : pick(isRenewal || stage === won ? buyers : sellable);
  return {
    deal_id: `D-${String(index + 1).padStart(5, "0")}`,
    name: nameOf(product, isRenewal, quantity),
    sales_agent: pick(agents),
    product,
    account,
    pipeline,
    stage,
    engaged_on: day(engaged),
    close_date: day(close),
    value: Math.round(price * quantity * faker.number.float({ min: 0.85, max: 1.1 })),
    currency: currencies[countries.get(account) ?? ""] ?? "USD",
    lead_source: isRenewal || faker.number.float() < 0.12 ? "" : pick(leadSources),
    description: faker.number.float() < 0.4 ? pick(needs) : "",
    ...saleValues(index),
  };
}

const pick = <T>(list: readonly T[]): T => faker.helpers.arrayElement(list as T[]);
const day = (date: Date) => format(date, "yyyy-MM-dd");

function nameOf(product: string, isRenewal: boolean, quantity: number): string {
  if (isRenewal) return `${product}, renewal`;
  return quantity === 1 ? product : `${product}, ${quantity} units`;
}

/** The type of an account that has bought nothing: every other one competes for the same customers. */
const otherType = (index: number) => (index % 12 === 11 ? "Competitor" : "Prospect");

const teamRows = (agents: readonly string[], managers: readonly string[]) =>
  agents.map((agent, index) => {
    const manager = index % managers.length;
    return { sales_agent: agent, manager: managers[manager], regional_office: offices[manager % offices.length] };
  });

const min = (a: Date, b: Date) => (a < b ? a : b);

function unique(count: number, make: () => string): string[] {
  const found = new Set<string>();
  while (found.size < count) found.add(make());
  return [...found];
}
