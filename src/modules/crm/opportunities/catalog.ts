import { defineCatalog, timelineLines } from "@/lib/catalog";
import { opportunityEvents } from "./events";
import { leadSources } from "./schema";

export const leadSourceLabels: Record<(typeof leadSources)[number], string> = {
  website: "Website",
  referral: "Referral",
  social_media: "Social media",
  email_campaign: "E-mail campaign",
  paid_ad: "Paid ad",
  event: "Event",
  cold_outreach: "Cold outreach",
  partner: "Partner",
  other: "Other",
};

export const statusLabels = { open: "Open", won: "Won", lost: "Lost" } as const;

/** How a deal ended, as files say it beside the stage in which it stood. */
const outcomes = [
  {
    value: "open",
    label: statusLabels.open,
    synonyms: ["in progress", "active", "offen", "ouvert", "abierto", "aberto"],
  },
  { value: "won", label: statusLabels.won, synonyms: ["closed won", "gewonnen", "gagné", "gagnée", "ganado", "ganho"] },
  {
    value: "lost",
    label: statusLabels.lost,
    synonyms: ["closed lost", "verloren", "perdu", "perdue", "perdido", "cancelled", "canceled"],
  },
];

export const opportunityCatalog = defineCatalog({
  entity: "opportunity",
  path: "opportunities",
  label: { one: "opportunity", many: "opportunities" },
  columns: {
    name: { label: "Name", kind: "text", synonyms: ["opportunity name", "deal name", "title", "subject"] },
    externalId: { label: "External id", kind: "text", synonyms: ["opportunity id", "deal id", "record id", "id"] },
    account: {
      label: "Account",
      kind: "reference",
      to: "account",
      synonyms: ["company", "customer", "account name", "organisation", "client"],
    },
    product: { label: "Product", kind: "reference", to: "product", synonyms: ["item", "product name"] },
    outcome: {
      label: "Status",
      kind: "enum",
      options: outcomes,
      synonyms: ["deal status", "opportunity status", "outcome", "result"],
    },
    stage: { label: "Stage", kind: "reference", to: "stage", synonyms: ["deal stage", "status", "phase", "step"] },
    owner: {
      label: "Owner",
      kind: "reference",
      to: "member",
      synonyms: ["sales agent", "agent", "rep", "sales rep", "account manager", "assigned to"],
    },
    amount: {
      label: "Value",
      kind: "money",
      currencyIn: "amountCurrency",
      synonyms: ["amount", "close value", "deal value", "deal size", "price", "revenue", "total"],
    },
    amountCurrency: {
      label: "Currency",
      kind: "currency",
      synonyms: ["currency code", "currency iso code", "amount currency", "currency of value", "deal currency"],
    },
    engagedOn: {
      label: "Engaged on",
      kind: "day",
      synonyms: ["engage date", "start date", "opened on", "open date", "created date", "begin"],
    },
    closeDate: {
      label: "Close date",
      kind: "day",
      synonyms: ["closing date", "expected close", "expected close date", "end date"],
    },
    actualCloseDate: {
      label: "Closed on",
      kind: "day",
      synonyms: ["won on", "won time", "closed date", "actual close date", "deal closed on", "won date"],
    },
    probability: {
      label: "Probability",
      kind: "integer",
      percent: true,
      synonyms: ["chance", "win probability", "likelihood"],
    },
    leadSource: {
      label: "Lead source",
      kind: "enum",
      options: leadSources.map((value) => ({ value, label: leadSourceLabels[value] })),
      synonyms: ["source", "channel", "origin"],
    },
    description: { label: "Description", kind: "longText", synonyms: ["notes", "comment", "details"] },
    pipeline: { label: "Pipeline", kind: "reference", to: "pipeline", importable: false },
    expectedCloseDate: { label: "Close date", kind: "day", importable: false },
    closeDatePushes: { label: "Close date pushes", kind: "integer", importable: false },
    competitor: { label: "Competitor", kind: "reference", to: "account", importable: false },
    lossReason: { label: "Loss reason", kind: "reference", to: "lossReason", importable: false },
    lossDetail: { label: "Why it was lost", kind: "longText", importable: false },
  },
  naturalKeys: [["externalId"]],
  after: ["member", "product", "account"],
  timeline: timelineLines(opportunityEvents, {
    created: { verb: "created", icon: "create" },
    updated: { verb: "changed", icon: "edit" },
    stageChanged: { verb: "moved", icon: "move", unless: "status" },
    won: { verb: "won", icon: "won" },
    lost: { verb: "lost", icon: "lost" },
    reopened: { verb: "reopened", icon: "move" },
    lineAdded: { verb: "added a product to", icon: "edit" },
    lineChanged: { verb: "changed a product of", icon: "edit" },
    lineRemoved: { verb: "took a product out of", icon: "edit" },
    archived: { verb: "archived", icon: "archive" },
    restored: { verb: "restored", icon: "create" },
    deleted: { verb: "deleted", icon: "archive" },
    imported: { verb: "imported", icon: "import" },
    importReverted: { verb: "took back the import of", icon: "import" },
    ranked: null,
    rotting: null,
    closing: null,
  }),
});
