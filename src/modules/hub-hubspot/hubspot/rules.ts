/** The objects of HubSpot that are kept equal with records here. */
export const remoteObjects = ["companies", "contacts", "deals"] as const;
export type RemoteObject = (typeof remoteObjects)[number];

export const isRemoteObject = (name: string): name is RemoteObject =>
  (remoteObjects as readonly string[]).includes(name);

/** The time of the last change, which contacts call otherwise than the rest. */
export const changedAt: Readonly<Record<RemoteObject, string>> = {
  companies: "hs_lastmodifieddate",
  contacts: "lastmodifieddate",
  deals: "hs_lastmodifieddate",
};

/** Our own property on each object, with unique values: a creation that is repeated under it makes no second record. */
export const ownKey = "throughline_id";

/** The company of a contact is a property that only associations set. */
export const companyOfContact = "associatedcompanyid";
/** The company of a deal, which is no property there at all. */
export const companyOfDeal = "associations.companies";

interface Association {
  to: RemoteObject;
  /** HubSpot's number for the label "Primary": each record has one such company. */
  typeId: number;
  label: string;
  /** Whether records show it as a property, so that it need not be asked for. */
  isShown: boolean;
}

/** The associations that stand for references of ours, by the names under which they are properties to us. */
export const associations: Readonly<Record<RemoteObject, Readonly<Record<string, Association>>>> = {
  companies: {},
  contacts: { [companyOfContact]: { to: "companies", typeId: 1, label: "Primary company", isShown: true } },
  deals: { [companyOfDeal]: { to: "companies", typeId: 5, label: "Primary company", isShown: false } },
};

/** The industries of HubSpot that our usual ones name otherwise; the others have their own words. */
export const industries = [
  ["Aerospace and defense", "AVIATION_AEROSPACE"],
  ["Agriculture", "FARMING"],
  ["Consulting", "MANAGEMENT_CONSULTING"],
  ["Education", "EDUCATION_MANAGEMENT"],
  ["Employment", "STAFFING_AND_RECRUITING"],
  ["Energy", "OIL_ENERGY"],
  ["Finance", "FINANCIAL_SERVICES"],
  ["Food and beverage", "FOOD_BEVERAGES"],
  ["Government", "GOVERNMENT_ADMINISTRATION"],
  ["Healthcare", "HOSPITAL_HEALTH_CARE"],
  ["Hospitality", "HOSPITALITY"],
  ["Legal", "LEGAL_SERVICES"],
  ["Logistics", "LOGISTICS_AND_SUPPLY_CHAIN"],
  ["Manufacturing", "INDUSTRIAL_ENGINEERING"],
  ["Marketing", "MARKETING_AND_ADVERTISING"],
  ["Media", "ONLINE_MEDIA"],
  ["Medical", "MEDICAL_DEVICES"],
  ["Mining", "MINING_METALS"],
  ["Nonprofit", "NON_PROFIT_ORGANIZATION_MANAGEMENT"],
  ["Services", "CONSUMER_SERVICES"],
  ["Software", "COMPUTER_SOFTWARE"],
  ["Technology", "INFORMATION_TECHNOLOGY_AND_SERVICES"],
  ["Transport", "TRANSPORTATION_TRUCKING_RAILROAD"],
] as const;

/** HubSpot's industries whose words are the same here. */
export const sameIndustries = [
  "ACCOUNTING",
  "AUTOMOTIVE",
  "BANKING",
  "BIOTECHNOLOGY",
  "CHEMICALS",
  "CONSTRUCTION",
  "CONSUMER_GOODS",
  "ENTERTAINMENT",
  "FOOD_PRODUCTION",
  "INSURANCE",
  "MACHINERY",
  "PHARMACEUTICALS",
  "REAL_ESTATE",
  "RETAIL",
  "TELECOMMUNICATIONS",
  "UTILITIES",
  "WHOLESALE",
] as const;
