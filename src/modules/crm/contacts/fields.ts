import { field } from "@/lib/fields/build";
import type { Entry } from "@/lib/fields/entries";
import { defineFields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { defineNoun } from "@/lib/nouns/define";
import { nextStepFields } from "@/lib/nouns/next-step";
import { fullName, nameParts } from "./rules";

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

const fields = defineFields({
  name: field.derivedText({
    label: "Name",
    personal: "A person",
    title: true,
    inForm: false,
    inDetails: false,
    folded: true,
    sortable: true,
    column: { header: "Contact", width: 220 },
    derived: {
      of: ["firstName", "lastName", "emails"],
      value: ({ firstName, lastName, emails }) =>
        fullName(firstName as string | null, lastName as string | null, emails as readonly Entry[] | null),
      missing: "Give a first name, a last name or an e-mail address.",
      parts: nameParts,
    },
    synonyms: ["full name", "contact", "contact name", "person", "person name", "nom complet", "nombre completo"],
  }),
  firstName: field.text({
    label: "First name",
    personal: true,
    column: false,
    synonyms: ["given name", "forename", "vorname", "prénom", "nombre", "nome"],
  }),
  lastName: field.text({
    label: "Last name",
    personal: true,
    column: false,
    synonyms: ["surname", "family name", "nachname", "nom", "nom de famille", "apellido", "apellidos", "sobrenome"],
  }),
  emails: field.emails({
    label: "E-mails",
    personal: true,
    searchable: true,
    inSearch: true,
    column: { header: "E-mail", width: 210 },
  }),
  phones: field.phones({
    label: "Phones",
    personal: true,
    searchable: true,
    column: { header: "Phone", width: 160 },
  }),
  jobTitle: field.text({
    label: "Job title",
    personal: true,
    placeholder: "Set a job title",
    inHead: true,
    inSearch: true,
    column: { width: 170, phone: "meta" },
    synonyms: [
      "title",
      "position",
      "role",
      "organization title",
      "organization 1 - title",
      "funktion",
      "fonction",
      "cargo",
      "puesto",
    ],
  }),
  department: field.text({
    label: "Department",
    personal: true,
    placeholder: "Set a department",
    inForm: false,
    column: { width: 140, hidden: true },
    synonyms: [
      "division",
      "organization department",
      "organization 1 - department",
      "abteilung",
      "service",
      "departamento",
    ],
  }),
  account: field.reference({
    label: "Account",
    placeholder: "Set an account",
    to: "account",
    inHead: true,
    inSearch: true,
    synonyms: [
      "company",
      "company name",
      "account name",
      "organization",
      "organization 1 - name",
      "organisation",
      "associated company",
      "employer",
      "firma",
      "unternehmen",
      "entreprise",
      "empresa",
    ],
  }),
  lifecycle: field.choice({
    label: "Lifecycle stage",
    required: true,
    initial: "lead",
    groupable: true,
    inDetails: false,
    column: { header: "Lifecycle", width: 120, phone: "value" },
    options: lifecycleStages,
    progression: { reason: "lifecycleReason", usual: ["lead", "mql", "sql", "opportunity", "customer"] },
    synonyms: ["lifecycle", "life cycle stage", "lead status", "contact status"],
  }),
  lifecycleReason: field.longText({
    label: "Reason for moving back",
    personal: true,
    importable: false,
    inForm: false,
    inDetails: false,
    filterable: false,
    column: false,
  }),
  owner: field.member({
    label: "Owner",
    placeholder: "Set an owner",
    groupable: true,
    column: {},
    synonyms: [
      "contact owner",
      "sales owner",
      "person owner",
      "lead owner",
      "sales rep",
      "verantwortlich",
      "propriétaire",
    ],
  }),
  ...nextStepFields,
  nextStep: { ...nextStepFields.nextStep, personal: true },
  leadSource: field.choice({
    label: "Lead source",
    placeholder: "Set a source",
    groupable: true,
    column: { hidden: true },
    options: leadSources,
    synonyms: ["source", "origin", "original source", "quelle", "origem"],
  }),
  preferredChannel: field.choice({
    label: "Preferred channel",
    shortLabel: "Contact by",
    placeholder: "Set a channel",
    inForm: false,
    column: { hidden: true },
    options: [
      { value: "email", label: "E-mail", synonyms: ["email", "mail"] },
      { value: "phone", label: "Phone", synonyms: ["call", "telephone"] },
      { value: "sms", label: "SMS", synonyms: ["text", "text message"] },
      { value: "linkedin", label: "LinkedIn" },
      { value: "other", label: "Other" },
    ],
    synonyms: ["preferred contact method", "preferred communication channel"],
  }),
  doNotEmail: field.boolean({
    label: "Do not e-mail",
    inForm: false,
    column: { hidden: true },
    synonyms: ["do not email", "email opt out", "has opted out of email", "unsubscribed"],
  }),
  doNotCall: field.boolean({
    label: "Do not call",
    inForm: false,
    column: { hidden: true },
    synonyms: ["no calls", "phone opt out"],
  }),
  linkedin: field.url({
    label: "LinkedIn",
    personal: true,
    placeholder: "Set a LinkedIn page",
    example: "https://www.linkedin.com/in/name",
    inForm: false,
    column: { hidden: true },
    synonyms: ["linkedin url", "linkedin profile", "linkedin bio"],
  }),
  twitter: field.text({
    label: "Twitter",
    personal: true,
    placeholder: "Set a Twitter name",
    inForm: false,
    column: { hidden: true },
    synonyms: ["x", "twitter handle", "x handle"],
  }),
  mailingAddress: field.address({
    label: "Mailing address",
    personal: true,
    inForm: false,
    column: { hidden: true },
    inFile: {
      prefix: "mailing",
      synonyms: {
        street: ["street", "address", "street address", "mailing address", "straße", "rue"],
        street2: ["street address 2", "address line 2", "business street 2", "extended address", "adresszusatz"],
        street3: ["street address 3", "address line 3", "business street 3"],
        city: ["city", "town", "ort", "stadt", "ville", "ciudad"],
        state: ["state", "province", "region", "address 1 - region", "state/region", "state/province"],
        postalCode: [
          "postal code",
          "zip",
          "zip code",
          "postcode",
          "zip/postal code",
          "mailing zip/postal code",
          "plz",
          "postleitzahl",
          "code postal",
        ],
        country: ["country", "country/region", "land", "pays", "país"],
      },
    },
  }),
  lastContactedAt: field.instant({
    label: "Last contacted",
    placeholder: "Set a time",
    sortable: true,
    inForm: false,
    column: { hidden: true },
    synonyms: ["last contacted at", "last activity", "last activity date", "last contact date"],
  }),
  lastRespondedAt: field.instant({
    label: "Last responded",
    placeholder: "Set a time",
    sortable: true,
    inForm: false,
    column: { hidden: true },
    synonyms: ["last responded at", "last reply", "last reply date"],
  }),
  notes: field.richText({
    label: "Notes",
    personal: true,
    column: false,
    synonyms: ["note", "description", "comment", "comments", "remarks", "bemerkungen", "notizen"],
  }),
});

export const contacts = defineNoun("contact", {
  fields,
  naturalKeys: [["emails"], ["account", "name"]],
  duplicatesBy: ["emails"],
  namesakesBy: ["emails", "phones"],
  idSynonyms: ["person id", "lead id"],
  boardBy: "lifecycle",
});

/** A contact as it leaves the server. */
export interface Contact extends RecordOf<typeof contacts.fields> {}
