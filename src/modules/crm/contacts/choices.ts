/** The stages from a first contact to a customer, in their order. */
export const lifecycleStages = [
  { value: "lead", label: "Lead", synonyms: ["subscriber", "new", "open", "prospect"] },
  { value: "mql", label: "MQL", synonyms: ["marketing qualified lead", "marketing qualified"] },
  { value: "sql", label: "SQL", synonyms: ["sales qualified lead", "sales qualified", "qualified"] },
  { value: "opportunity", label: "Opportunity" },
  { value: "customer", label: "Customer", synonyms: ["client"] },
  { value: "evangelist", label: "Evangelist", synonyms: ["advocate", "promoter"] },
  { value: "churned", label: "Churned", synonyms: ["former customer", "lost customer"] },
] as const;
export type LifecycleStage = (typeof lifecycleStages)[number]["value"];

/** The ways in which contacts and opportunities are found. */
export const leadSources = [
  { value: "website", label: "Website", synonyms: ["web", "internet", "web form", "direct traffic"] },
  { value: "organic_search", label: "Organic search", synonyms: ["organic", "search engine", "seo", "google"] },
  {
    value: "referral",
    label: "Referral",
    synonyms: ["word of mouth", "customer referral", "employee referral", "external referral", "referrals"],
  },
  { value: "social_media", label: "Social media", synonyms: ["social", "organic social", "paid social"] },
  {
    value: "email_campaign",
    label: "E-mail campaign",
    synonyms: ["email", "e-mail", "email marketing", "newsletter"],
  },
  { value: "paid_ad", label: "Paid ad", synonyms: ["paid search", "advertisement", "advertising", "ads"] },
  { value: "event", label: "Event", synonyms: ["trade show", "conference", "seminar", "webinar", "events"] },
  {
    value: "cold_outreach",
    label: "Cold outreach",
    synonyms: ["cold call", "cold calling", "outbound", "prospecting"],
  },
  { value: "partner", label: "Partner", synonyms: ["partners", "partner referral", "reseller"] },
  { value: "other", label: "Other" },
] as const;
