import "server-only";
import type { Fields } from "@/lib/fields/field";
import { accounts } from "@/modules/crm/accounts/fields";
import { contacts } from "@/modules/crm/contacts/fields";
import { declared as opportunities } from "@/modules/crm/opportunities/fields";
import { stagePair } from "@/modules/crm/opportunities/operations/synced-stage";
import type { ObjectDeclaration } from "@/server/sync/object";
import { address } from "@/server/sync/pairs/addresses";
import { choice, textOfOptions, wordsOf } from "@/server/sync/pairs/choices";
import { emails, phones } from "@/server/sync/pairs/entries";
import { member, record } from "@/server/sync/pairs/links";
import { integer, money } from "@/server/sync/pairs/numbers";
import type { Ours } from "@/server/sync/pairs/pair";
import { domain, longText, richText, text, url } from "@/server/sync/pairs/texts";
import { dayOfInstant } from "@/server/sync/pairs/times";
import { companyOfContact, companyOfDeal, industries, sameIndustries } from "../rules";

/** The longest text that HubSpot keeps. */
const cut = 65_536;
const batch = 100;
const importSource = "HubSpot";
const owner = "hubspot_owner_id";
const place = { street: "address", city: "city", state: "state", postalCode: "zip", country: "country" };

const fieldsOf =
  <F extends Fields>(fields: F) =>
  (name: keyof F & string): Ours => ({ name, field: fields[name] as Ours["field"] });

const sources = [
  ["organic_search", "ORGANIC_SEARCH"],
  ["referral", "REFERRALS"],
  ["social_media", "SOCIAL_MEDIA"],
  ["email_campaign", "EMAIL_MARKETING"],
  ["paid_ad", "PAID_SEARCH"],
  ["website", "DIRECT_TRAFFIC"],
  ["other", "OTHER_CAMPAIGNS"],
] as const;
const pairsOf = (options: readonly (readonly [ours: string, theirs: string])[]) =>
  options.map(([ours, theirs]) => ({ ours, theirs }));

/** HubSpot finds out by itself where somebody came from, so this only comes in. */
const sourceOf = (ours: Ours) =>
  choice(ours, "hs_analytics_source", { directions: ["in"], start: { direction: "in" }, options: pairsOf(sources) });

const account = fieldsOf(accounts.fields);
const companies: ObjectDeclaration = {
  entity: "account",
  remote: "companies",
  labels: { ours: "Accounts", theirs: "companies" },
  batch,
  importSource,
  keys: [["domain"], ["name"]],
  pairs: [
    text(account("name"), "name"),
    domain(account("domain"), "domain"),
    url(account("website"), "website"),
    text(account("phone"), "phone"),
    // The other options of both sides have no partner, so people switch it on when they have chosen some.
    choice(account("type"), "type", {
      start: { direction: "off" },
      options: pairsOf([
        ["prospect", "PROSPECT"],
        ["partner", "PARTNER"],
        ["other", "OTHER"],
      ]),
    }),
    textOfOptions(account("industry"), "industry", {
      options: [...pairsOf(industries), ...sameIndustries.map((theirs) => ({ ours: wordsOf(theirs), theirs }))],
    }),
    integer(account("employees"), "numberofemployees"),
    money(account("annualRevenue"), { amount: "annualrevenue" }),
    member(account("owner"), owner),
    address(account("billingAddress"), place),
    richText(account("description"), "description", { cut }),
  ],
  // Many companies there have a domain and no name.
  whenNew: ({ name, domain: site }) => (name || !site ? {} : { name: site }),
};

const contact = fieldsOf(contacts.fields);
const people: ObjectDeclaration = {
  entity: "contact",
  remote: "contacts",
  labels: { ours: "Contacts", theirs: "contacts" },
  batch,
  erases: true,
  importSource,
  keys: [["emails"], ["account", "name"]],
  pairs: [
    text(contact("firstName"), "firstname"),
    text(contact("lastName"), "lastname"),
    emails(contact("emails"), { first: "email", further: "hs_additional_emails", writes: false }),
    phones(contact("phones"), [
      { property: "phone", types: ["office", "home", "other"] },
      { property: "mobilephone", types: ["mobile"] },
    ]),
    text(contact("jobTitle"), "jobtitle"),
    record(contact("account"), companyOfContact),
    choice(contact("lifecycle"), "lifecyclestage", {
      note: "Option by option; HubSpot itself moves nobody back",
      reason: "It was moved back in HubSpot.",
      options: pairsOf([
        ["lead", "lead"],
        ["mql", "marketingqualifiedlead"],
        ["sql", "salesqualifiedlead"],
        ["opportunity", "opportunity"],
        ["customer", "customer"],
        ["evangelist", "evangelist"],
      ]),
    }),
    member(contact("owner"), owner),
    sourceOf(contact("leadSource")),
    address(contact("mailingAddress"), place),
  ],
};

const opportunity = fieldsOf(opportunities.fields);
const deals: ObjectDeclaration = {
  entity: "opportunity",
  remote: "deals",
  labels: { ours: "Opportunities", theirs: "deals" },
  batch,
  importSource,
  keys: [],
  pairs: [
    text(opportunity("name"), "dealname"),
    stagePair({ stage: "dealstage", pipeline: "pipeline" }),
    money(opportunity("amount"), { amount: "amount", currency: "deal_currency_code" }),
    dayOfInstant(opportunity("expectedCloseDate"), "closedate"),
    record(opportunity("account"), companyOfDeal),
    member(opportunity("owner"), owner),
    text(opportunity("nextStep"), "hs_next_step"),
    sourceOf(opportunity("leadSource")),
    // A reason is given with the move that loses it: there is none to set later.
    longText(opportunity("lossDetail"), "closed_lost_reason", {
      cut,
      directions: ["out"],
      start: { direction: "out" },
    }),
    richText(opportunity("description"), "description", { cut }),
  ],
  whenNew: ({ dealname }) => (dealname ? {} : { name: "Deal without a name" }),
};

/** In their order: the others point to companies. */
export const objects: readonly ObjectDeclaration[] = [companies, people, deals];
