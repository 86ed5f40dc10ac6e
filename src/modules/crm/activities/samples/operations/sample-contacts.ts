import "server-only";
import type { SampleSource } from "@/server/samples";
import type { LifecycleStage } from "../../../contacts/fields";
import { domainOf } from "./sample-accounts";

type Row = readonly [account: string, first: string, last: string, jobTitle: string, stage: LifecycleStage];

const people: readonly Row[] = [
  ["alder", "Marit", "Visser", "Head of operations", "customer"],
  ["alder", "Joost", "de Wit", "Buyer", "customer"],
  ["alder", "Sanne", "Bakker", "Controller", "customer"],
  ["bryce", "Helen", "Marsh", "Purchasing director", "customer"],
  ["bryce", "Tom", "Ackroyd", "Plant manager", "opportunity"],
  ["bryce", "Priya", "Nair", "Head of quality", "customer"],
  ["cobalt", "Dana", "Whitfield", "Vice president, operations", "opportunity"],
  ["cobalt", "Luis", "Ortega", "Procurement manager", "sql"],
  ["cobalt", "Grace", "Kim", "Head of finance", "sql"],
  ["dovetail", "Anton", "Leitner", "Owner", "customer"],
  ["dovetail", "Eva", "Leitner", "Office manager", "customer"],
  ["elmsworth", "Rachel", "Osei", "Chief nurse", "opportunity"],
  ["elmsworth", "Simon", "Clarke", "Tender office", "sql"],
  ["elmsworth", "Moira", "Boyd", "Head of estates", "mql"],
  ["fathom", "Ingrid", "Solheim", "Fleet manager", "opportunity"],
  ["fathom", "Lars", "Nygaard", "Captain, training", "lead"],
  ["granary", "Camille", "Perrin", "Expansion manager", "customer"],
  ["granary", "Yves", "Fournier", "Head of shops", "customer"],
  ["granary", "Nadia", "Benali", "Controller", "opportunity"],
  ["halcyon", "Beat", "Aebischer", "Head of procurement", "opportunity"],
  ["halcyon", "Regula", "Frei", "Security officer", "sql"],
  ["halcyon", "Marco", "Bianchi", "Project lead", "sql"],
  ["ironleaf", "Karin", "Lindqvist", "Site director", "customer"],
  ["ironleaf", "Oskar", "Hedlund", "Engineer", "customer"],
  ["ironleaf", "Elin", "Sjoberg", "Buyer", "opportunity"],
  ["juniper", "Rui", "Cardoso", "General manager", "opportunity"],
  ["juniper", "Ines", "Matos", "Head of housekeeping", "lead"],
  ["kestrel", "Julien", "Caron", "Head of supply", "customer"],
  ["kestrel", "Sophie", "Renaud", "Quality manager", "customer"],
  ["larkspur", "Britta", "Hansen", "Managing editor", "churned"],
  ["larkspur", "Kai", "Petersen", "Head of print", "churned"],
  ["mapleton", "Denise", "Kowalski", "Superintendent", "opportunity"],
  ["mapleton", "Aaron", "Feld", "Technology coordinator", "mql"],
  ["northgate", "Owen", "Barratt", "Chief operating officer", "evangelist"],
  ["northgate", "Leah", "Sutton", "Programme manager", "customer"],
  ["northgate", "Amir", "Haddad", "Head of field service", "customer"],
  ["northgate", "Chloe", "Wynn", "Contract manager", "opportunity"],
  ["orchard", "Pieter", "Claes", "Doctor and partner", "opportunity"],
  ["orchard", "Lotte", "Maes", "Practice manager", "sql"],
  ["pemberton", "Niamh", "Doyle", "Managing partner", "evangelist"],
  ["pemberton", "Sean", "Kearney", "Head of knowledge", "customer"],
  ["quarry", "Bruce", "Tanner", "Maintenance superintendent", "sql"],
  ["quarry", "Jess", "Holloway", "Buyer", "opportunity"],
  ["rosewater", "Chiara", "Galli", "Brand director", "opportunity"],
  ["rosewater", "Paolo", "Ricci", "Head of stores", "mql"],
  ["sable", "Margaret", "Liu", "Board member", "opportunity"],
  ["sable", "Devon", "Price", "Head of branches", "sql"],
  ["sable", "Nora", "Tremblay", "Risk officer", "mql"],
  ["tamarind", "Filipa", "Sousa", "Founder", "evangelist"],
  ["tamarind", "Hugo", "Teixeira", "Lead developer", "customer"],
  ["umber", "Freja", "Holm", "Partner", "customer"],
  ["umber", "Mikkel", "Dam", "Studio manager", "customer"],
  ["verity", "Urs", "Keller", "Head of validation", "opportunity"],
  ["verity", "Anna", "Zbinden", "Procurement", "sql"],
  ["willow", "Gerrit", "Smit", "Farmer and owner", "opportunity"],
  ["willow", "Anouk", "Smit", "Bookkeeper", "lead"],
  ["yarrow", "Carla", "Jennings", "Community lead", "customer"],
  ["yarrow", "Ben", "Strand", "Head of lending", "lead"],
  ["zephyr", "Ane", "Etxeberria", "Head of construction", "customer"],
  ["zephyr", "Iker", "Zabala", "Buyer", "opportunity"],
];

const sources = ["referral", "website", "event", "cold_outreach", "partner", "organic_search"] as const;

/** How a sample contact is known to the activities and opportunities: by account and first name. */
const keyOf = ([account, first]: Row): string => `${account} ${first}`;

export const sampleContacts: SampleSource = {
  entity: "contact",
  rows: ({ idOf }) =>
    people.map((row, place) => {
      const [account, firstName, lastName, jobTitle, lifecycle] = row;
      const name = `${firstName}.${lastName.replaceAll(" ", "")}`.toLowerCase();
      return {
        key: keyOf(row),
        values: {
          ...{ firstName, lastName, jobTitle, lifecycle },
          account: idOf("account", account),
          emails: `${name}@${domainOf(account)}`,
          leadSource: sources[place % sources.length] ?? sources[0],
        },
      };
    }),
};
