import { defineCatalog } from "@/lib/catalog";
import { accountTypes } from "./schema";

export const accountTypeLabels: Record<(typeof accountTypes)[number], string> = {
  prospect: "Prospect",
  customer: "Customer",
  partner: "Partner",
  competitor: "Competitor",
  churned: "Churned",
  other: "Other",
};

export const accountCatalog = defineCatalog({
  entity: "account",
  path: "accounts",
  label: { one: "account", many: "accounts" },
  columns: {
    name: {
      label: "Name",
      kind: "text",
      required: true,
      synonyms: ["account", "company", "company name", "organisation", "customer"],
    },
    domain: { label: "Domain", kind: "text", synonyms: ["web domain"] },
    website: { label: "Website", kind: "text", synonyms: ["url", "homepage"] },
    phone: { label: "Phone", kind: "text", synonyms: ["telephone"] },
    type: {
      label: "Type",
      kind: "enum",
      options: accountTypes.map((value) => ({ value, label: accountTypeLabels[value] })),
    },
    industry: { label: "Industry", kind: "text", synonyms: ["sector", "branch", "vertical"] },
    employees: { label: "Employees", kind: "integer", synonyms: ["headcount", "number of employees", "size"] },
    annualRevenue: { label: "Annual revenue", kind: "money", synonyms: ["revenue", "turnover", "sales"] },
    country: { label: "Country", kind: "text", synonyms: ["office location", "location"] },
    parent: {
      label: "Parent account",
      kind: "reference",
      to: "account",
      synonyms: ["subsidiary of", "parent", "parent company", "group"],
    },
    owner: {
      label: "Owner",
      kind: "reference",
      to: "member",
      synonyms: ["account owner", "sales agent", "rep", "account manager"],
    },
  },
  naturalKeys: [["domain"], ["name"]],
  after: ["member"],
  timeline: {
    "account.created": { verb: "created", icon: "create" },
    "account.updated": { verb: "changed", icon: "edit" },
    "account.archived": { verb: "archived", icon: "archive" },
    "account.restored": { verb: "restored", icon: "create" },
    "account.deleted": { verb: "deleted", icon: "archive" },
    "account.imported": { verb: "imported", icon: "import" },
  },
});
