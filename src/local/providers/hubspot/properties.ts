import { CHANGED_AT, OBJECTS, type ObjectName, SINGULAR } from "./objects";
import type { Option, Property, PropertyType } from "./tables";

type More = Partial<Pick<Property, "options" | "isReadOnly" | "isCalculated" | "isUnique" | "from" | "isStandard">>;

const property =
  (type: PropertyType, fieldType: string) =>
  (name: string, label: string, more: More = {}): Omit<Property, "groupName"> => ({
    name,
    label,
    type,
    fieldType,
    options: [],
    isReadOnly: false,
    isCalculated: false,
    isUnique: false,
    isStandard: true,
    ...more,
  });

const text = property("string", "text");
const long = property("string", "textarea");
const phone = property("string", "phonenumber");
const number = property("number", "number");
const day = property("date", "date");
const moment = property("datetime", "date");
const yesNo = property("bool", "booleancheckbox");
const choice = property("enumeration", "select");
const choices = property("enumeration", "checkbox");

/** `["a", "B c"]` or `{ a: "A" }` */
function options(all: Record<string, string> | string[]): { options: Option[] } {
  const pairs = Array.isArray(all) ? all.map((label) => [label, label] as const) : Object.entries(all);
  return { options: pairs.map(([value, label]) => ({ value, label })) };
}

const shown = { isReadOnly: true };
const counted = { isReadOnly: true, isCalculated: true };
const custom = { isStandard: false };
const owner = choice("hubspot_owner_id", "Owner", { from: "owners" });
const place = [
  text("address", "Street address"),
  text("city", "City"),
  text("state", "State/Region"),
  text("zip", "Postal code"),
  text("country", "Country/Region"),
];
const lifecycle = choice("lifecyclestage", "Lifecycle stage", {
  ...options({
    subscriber: "Subscriber",
    lead: "Lead",
    marketingqualifiedlead: "Marketing Qualified Lead",
    salesqualifiedlead: "Sales Qualified Lead",
    opportunity: "Opportunity",
    customer: "Customer",
    evangelist: "Evangelist",
    other: "Other",
  }),
});

const contacts = [
  text("email", "Email", { isUnique: true }),
  text("hs_additional_emails", "Additional email addresses", shown),
  text("firstname", "First name"),
  text("lastname", "Last name"),
  text("salutation", "Salutation"),
  phone("phone", "Phone number"),
  phone("mobilephone", "Mobile phone number"),
  text("jobtitle", "Job title"),
  text("company", "Company name"),
  text("website", "Website URL"),
  ...place,
  lifecycle,
  choice("hs_lead_status", "Lead status", {
    ...options({
      NEW: "New",
      OPEN: "Open",
      IN_PROGRESS: "In progress",
      OPEN_DEAL: "Open deal",
      UNQUALIFIED: "Unqualified",
      ATTEMPTED_TO_CONTACT: "Attempted to contact",
      CONNECTED: "Connected",
      BAD_TIMING: "Bad timing",
    }),
  }),
  owner,
  text("associatedcompanyid", "Primary associated company id", counted),
  text("hs_email_domain", "Email domain", counted),
  choices("preferred_channels", "Preferred channels", { ...custom, ...options(["Email", "Phone", "Post"]) }),
  day("renewal_date", "Renewal date", custom),
  moment("next_call_at", "Next call", custom),
  number("nps_score", "NPS score", custom),
  yesNo("newsletter", "Newsletter", { ...custom, ...options({ true: "Yes", false: "No" }) }),
];

const companies = [
  text("name", "Company name"),
  text("domain", "Company domain name"),
  text("website", "Website URL"),
  phone("phone", "Phone number"),
  ...place,
  long("description", "Description"),
  choice("industry", "Industry", {
    ...options({
      ACCOUNTING: "Accounting",
      AUTOMOTIVE: "Automotive",
      BANKING: "Banking",
      CHEMICALS: "Chemicals",
      COMPUTER_SOFTWARE: "Computer Software",
      CONSTRUCTION: "Construction",
      CONSUMER_GOODS: "Consumer Goods",
      EDUCATION_MANAGEMENT: "Education Management",
      FINANCIAL_SERVICES: "Financial Services",
      FOOD_PRODUCTION: "Food Production",
      HOSPITAL_HEALTH_CARE: "Hospital & Health Care",
      INFORMATION_TECHNOLOGY_AND_SERVICES: "Information Technology and Services",
      INSURANCE: "Insurance",
      LOGISTICS_AND_SUPPLY_CHAIN: "Logistics and Supply Chain",
      MACHINERY: "Machinery",
      MANAGEMENT_CONSULTING: "Management Consulting",
      OIL_ENERGY: "Oil & Energy",
      REAL_ESTATE: "Real Estate",
      RETAIL: "Retail",
      TELECOMMUNICATIONS: "Telecommunications",
    }),
  }),
  number("numberofemployees", "Number of employees"),
  number("annualrevenue", "Annual revenue"),
  text("founded_year", "Year founded"),
  text("linkedin_company_page", "LinkedIn company page"),
  choice("type", "Type", {
    ...options({ PROSPECT: "Prospect", PARTNER: "Partner", RESELLER: "Reseller", VENDOR: "Vendor", OTHER: "Other" }),
  }),
  lifecycle,
  owner,
  number("num_associated_contacts", "Number of associated contacts", counted),
  number("num_associated_deals", "Number of associated deals", counted),
  choice("service_tier", "Service tier", { ...custom, ...options(["Gold", "Silver", "Bronze"]) }),
];

const deals = [
  text("dealname", "Deal name"),
  number("amount", "Amount"),
  choice("deal_currency_code", "Currency", { ...options(["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN"]) }),
  choice("pipeline", "Pipeline", { from: "pipelines" }),
  choice("dealstage", "Deal stage", { from: "stages" }),
  moment("closedate", "Close date"),
  choice("dealtype", "Deal type", {
    ...options({ newbusiness: "New Business", existingbusiness: "Existing Business" }),
  }),
  choice("hs_priority", "Priority", { ...options({ low: "Low", medium: "Medium", high: "High" }) }),
  long("description", "Deal description"),
  text("hs_next_step", "Next step"),
  long("closed_lost_reason", "Closed lost reason"),
  long("closed_won_reason", "Closed won reason"),
  owner,
  number("hs_deal_stage_probability", "Deal probability", counted),
  yesNo("hs_is_closed", "Is deal closed?", counted),
  yesNo("hs_is_closed_won", "Is closed won", counted),
  number("num_associated_contacts", "Number of associated contacts", counted),
];

const systems = (object: ObjectName) => [
  moment("createdate", "Create date", shown),
  moment(CHANGED_AT[object], "Last modified date", shown),
  number("hs_object_id", "Record ID", shown),
  text("hs_merged_object_ids", "Merged record IDs", counted),
];

/** The properties that every portal has. */
export const STANDARD = Object.fromEntries(
  OBJECTS.map((object) => {
    const all = [...{ contacts, companies, deals }[object], ...systems(object)];
    return [object, all.map((each) => ({ ...each, groupName: `${SINGULAR[object]}information` }))];
  }),
) as Record<ObjectName, Property[]>;
