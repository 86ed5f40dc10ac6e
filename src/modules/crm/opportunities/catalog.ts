import "@/lib/nouns/schemas";
import { type Catalog, type CatalogColumn, timelineLines } from "@/lib/catalog";
import { type ContactRole, contactRoles, roleWords } from "./contacts/rules";
import { ownEvents } from "./events";
import { declared } from "./fields";

/** How an opportunity ended: many files say so in another column than its last stage. */
const outcomes = [
  { value: "open", label: "Open", synonyms: ["in progress", "active", "offen", "ouvert", "abierto", "aberto"] },
  { value: "won", label: "Won", synonyms: ["closed won", "gewonnen", "gagné", "gagnée", "ganado", "ganho"] },
  {
    value: "lost",
    label: "Lost",
    synonyms: ["closed lost", "verloren", "perdu", "perdue", "perdido", "cancelled", "canceled"],
  },
];

/** The names of the parts of contacts in other products. */
const roleSynonyms: Readonly<Record<ContactRole, readonly string[]>> = {
  decides: ["decision maker", "decider", "economic buyer", "executive sponsor", "entscheider"],
  influences: ["influencer", "champion", "business user"],
  evaluates: ["evaluator", "technical evaluator", "technical buyer", "gatekeeper"],
  uses: ["user", "end user"],
  signs: ["signer", "signatory", "legal", "economic decision maker", "budget holder", "procurement"],
};

/** The stages and loss reasons of a row are those of its pipeline. */
const within = { field: "pipeline", answer: "pipelineId" };

/** Columns of files and timelines that are no fields: stage, product lines and dates. */
const own: Catalog["columns"] = {
  product: { label: "Product", kind: "reference", to: "product", synonyms: ["item", "product name"] },
  outcome: {
    label: "Status",
    kind: "enum",
    options: outcomes,
    synonyms: ["deal status", "opportunity status", "outcome", "result"],
  },
  stage: {
    label: "Stage",
    kind: "reference",
    to: "stage",
    within,
    synonyms: [
      "deal stage",
      "status",
      "phase",
      "step",
      "stage name",
      "sales stage",
      "pipeline stage",
      "verkaufsphase",
      "étape",
      "etapa",
      "vertriebsphase",
      "deal-phase",
      "fase",
      "dealfase",
      "verkoopfase",
      "etapa del negocio",
      "étape de la transaction",
    ],
  },
  engagedOn: {
    label: "Engaged on",
    kind: "day",
    synonyms: [
      "engage date",
      "start date",
      "opened on",
      "open date",
      "created date",
      "begin",
      "create date",
      "created",
      "created at",
      "created on",
      "created time",
      "deal created",
      "start",
      "beginn",
      "angelegt am",
      "date de création",
      "data de criação",
    ],
  },
  closeDate: {
    label: "Close date",
    kind: "day",
    synonyms: [
      "closing date",
      "expected close",
      "expected close date",
      "end date",
      "est close date",
      "estimated close date",
      "abschluss",
      "abschlussdatum",
      "date de clôture",
      "data de fechamento",
      "fecha de cierre",
      "voraussichtliches abschlussdatum",
      "date de clôture prévue",
      "fecha de cierre prevista",
      "sluitingsdatum",
      "verwachte sluitingsdatum",
    ],
  },
  wonOn: {
    label: "Won on",
    kind: "day",
    synonyms: ["won time", "won date", "date won", "won at", "closed won date", "gewonnen am"],
  },
  lostOn: {
    label: "Lost on",
    kind: "day",
    synonyms: ["lost time", "lost date", "date lost", "lost at", "closed lost date", "verloren am"],
  },
  contact: {
    label: "Contacts",
    kind: "reference",
    to: "contact",
    several: true,
    synonyms: [
      "contact",
      "contact name",
      "contact email",
      "primary contact",
      "associated contact",
      "associated contacts",
      "contact person",
      "person",
      "person name",
      "organizer",
      "ansprechpartner",
      "kontakt",
      "contacto",
      "contato",
    ],
  },
  contactRole: {
    label: "Contact role",
    kind: "enum",
    ofEach: "contact",
    options: contactRoles.map((role) => ({ value: role, label: roleWords[role].label, synonyms: roleSynonyms[role] })),
    synonyms: ["buying role", "role of the contact", "contact role in deal", "decision role"],
  },
  pipeline: {
    label: "Pipeline",
    kind: "reference",
    to: "pipeline",
    synonyms: [
      "deal pipeline",
      "sales pipeline",
      "pipeline name",
      "opportunity pipeline",
      "deal - pipeline",
      "pijplijn",
    ],
  },
};

// The status has events of its own.
const { status: _status, ...plain } = declared.catalog.columns;
/** Timelines name the account before the stage. */
const columns = Object.entries(plain).flatMap(([field, column]): [string, CatalogColumn][] => {
  // A file may have no names: an import then makes them from product and account.
  if (field === "name") return [[field, { ...column, required: false }]];
  if (field === "lossReason") return [[field, { ...column, within }]];
  return field === "account" ? [[field, column], ...Object.entries(own)] : [[field, column]];
});

export const opportunityCatalog: typeof declared.catalog = {
  ...declared.catalog,
  columns: Object.fromEntries(columns),
  timeline: {
    ...declared.catalog.timeline,
    ...timelineLines(ownEvents, {
      stageChanged: { verb: "moved", icon: "move", unless: "status", touch: true },
      won: { verb: "won", icon: "won", touch: true },
      lost: { verb: "lost", icon: "lost", touch: true },
      reopened: { verb: "reopened", icon: "move", touch: true },
      ranked: null,
      rotting: null,
      closing: null,
      stepDue: null,
    }),
  },
  logged: {
    ...declared.catalog.logged,
    [ownEvents.ranked.name]: "Changed the order on the board",
    [ownEvents.rotting.name]: "Reminded the owner of an inactive opportunity",
    [ownEvents.closing.name]: "Reminded the owner of the close date",
    [ownEvents.stepDue.name]: "Reminded a member of the next step",
  },
};
