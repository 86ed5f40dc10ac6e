/** The objects of the CRM that this stand-in has. */
export const OBJECTS = ["contacts", "companies", "deals"] as const;
export type ObjectName = (typeof OBJECTS)[number];

const ALIASES: Readonly<Record<string, ObjectName>> = {
  contact: "contacts",
  contacts: "contacts",
  "0-1": "contacts",
  company: "companies",
  companies: "companies",
  "0-2": "companies",
  deal: "deals",
  deals: "deals",
  "0-3": "deals",
};

/** `contacts`, as the API also calls it `contact` and `0-1`. */
export function objectNamed(name: string): ObjectName | undefined {
  return ALIASES[name.toLowerCase()];
}

export const SINGULAR = { contacts: "contact", companies: "company", deals: "deal" } as const;
export const TYPE_IDS = { contacts: "0-1", companies: "0-2", deals: "0-3" } as const;

/** The time of the last change: contacts call it otherwise than the rest. */
export const CHANGED_AT = {
  contacts: "lastmodifieddate",
  companies: "hs_lastmodifieddate",
  deals: "hs_lastmodifieddate",
} as const;

/** Properties in an answer to a request that names none. */
export const USUAL: Readonly<Record<ObjectName, readonly string[]>> = {
  contacts: ["email", "firstname", "lastname"],
  companies: ["domain", "name"],
  deals: ["amount", "closedate", "dealname", "dealstage", "pipeline"],
};
