import type { Owner, Pipeline, Portal, Stage } from "./tables";

/** The app by which a portal is connected; writes by the API carry it as their source. */
export const APP_ID = 330_047;

export const SCOPES = [
  "oauth",
  "crm.objects.contacts.read",
  "crm.objects.contacts.write",
  "crm.objects.companies.read",
  "crm.objects.companies.write",
  "crm.objects.deals.read",
  "crm.objects.deals.write",
  "crm.objects.owners.read",
  "crm.schemas.contacts.read",
  "crm.schemas.contacts.write",
  "crm.schemas.companies.read",
  "crm.schemas.companies.write",
  "crm.schemas.deals.read",
  "crm.schemas.deals.write",
];

const stage = (id: string, label: string, probability: number): Stage => ({
  id,
  label,
  probability,
  isClosed: id.startsWith("closed"),
});

/** The sales pipeline that HubSpot gives to a new portal. */
const SALES: Pipeline = {
  id: "default",
  label: "Sales pipeline",
  stages: [
    stage("appointmentscheduled", "Appointment scheduled", 0.2),
    stage("qualifiedtobuy", "Qualified to buy", 0.4),
    stage("presentationscheduled", "Presentation scheduled", 0.6),
    stage("decisionmakerboughtin", "Decision maker bought-in", 0.8),
    stage("contractsent", "Contract sent", 0.9),
    stage("closedwon", "Closed won", 1),
    stage("closedlost", "Closed lost", 0),
  ],
};

const RENEWALS: Pipeline = {
  id: "8842117",
  label: "Renewals",
  stages: [
    stage("8842118", "Due", 0.5),
    stage("8842119", "Negotiation", 0.7),
    { ...stage("8842120", "Renewed", 1), isClosed: true },
    { ...stage("8842121", "Not renewed", 0), isClosed: true },
  ],
};

const owner = (id: string, firstName: string, lastName: string, domain: string): Owner => ({
  id,
  firstName,
  lastName,
  email: `${firstName}.${lastName}@${domain}`.toLowerCase(),
  userId: Number(id) + 9_000_000,
});

/** A new portal; owners and pipelines can be given. */
export function newPortal(given: { id: number; name: string; domain: string } & Partial<Portal>): Portal {
  const { id, domain } = given;
  const owners = [
    owner(`${id}01`, "Mara", "Lindqvist", domain),
    owner(`${id}02`, "Tomas", "Berg", domain),
    owner(`${id}03`, "Ines", "Okafor", domain),
  ];
  return {
    currency: "EUR",
    timeZone: "Europe/Berlin",
    user: owners[0]?.email ?? "",
    owners,
    pipelines: [SALES, RENEWALS],
    ...given,
  };
}

/** The portals of the demo. */
export const DEMO_PORTALS: readonly Portal[] = [
  newPortal({ id: 4711, name: "Halden Systems", domain: "halden.example" }),
  newPortal({ id: 4712, name: "Birch & Sons", domain: "birch.example", currency: "GBP", timeZone: "Europe/London" }),
];
