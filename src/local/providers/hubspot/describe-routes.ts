import { z } from "zod";
import { read } from "./object-routes";
import { limitIn } from "./page";
import { Refusal } from "./refusal";
import { type Asked, route } from "./route";
import type { Owner, Pipeline, Property } from "./tables";
import { isoOf } from "./times";

const MADE_AT = isoOf(Date.parse("2024-02-01T08:00:00Z"));
const PROPERTIES = "/crm/v3/properties/:object";

const option = z.object({ label: z.string().min(1), value: z.string().min(1) });
const newProperty = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, "must be lower-case letters, digits and underscores"),
  label: z.string().min(1),
  type: z.enum(["string", "number", "date", "datetime", "enumeration", "bool"]),
  fieldType: z.string(),
  groupName: z.string(),
  description: z.string().optional(),
  hasUniqueValue: z.boolean().default(false),
  options: z.array(option).default([]),
});

export const describeRoutes = [
  route(`GET ${PROPERTIES}`, "schemas.read", ({ at, query }) => {
    const isArchived = query.get("archived") === "true";
    const all = isArchived ? [] : [...at.crm.properties(at.portal.id, at.object).values()];
    return { results: all.map((each) => showProperty(at, each)) };
  }),
  route(`POST ${PROPERTIES}`, "schemas.write", (asked) => ({ status: 201, body: newOne(asked) })),
  route(`GET ${PROPERTIES}/:id`, "schemas.read", ({ at, id }) => showProperty(at, named(at, id))),
  route(`PATCH ${PROPERTIES}/:id`, "schemas.write", ({ at, id, body }) => {
    const patch = read(newProperty.pick({ label: true, description: true, options: true }).partial(), body);
    const changed = { ...named(at, id), ...defined(patch) };
    at.crm.putProperty(at.portal.id, at.object, changed);
    return showProperty(at, changed);
  }),
  route(`DELETE ${PROPERTIES}/:id`, "schemas.write", ({ at, id }) => {
    if (named(at, id).isStandard) throw Refusal.invalid(`${id} is a property of HubSpot and cannot be archived.`);
    at.crm.removeProperty(at.portal.id, at.object, id);
    return { status: 204 };
  }),
  route("GET /crm/v3/pipelines/:object", "schemas.read", ({ at }) => ({
    results: at.object === "deals" ? at.portal.pipelines.map(showPipeline) : [],
  })),
  route("GET /crm/v3/pipelines/:object/:id", "schemas.read", ({ at, id }) => {
    const found = at.portal.pipelines.findIndex((each) => at.object === "deals" && each.id === id);
    const pipeline = at.portal.pipelines[found];
    if (!pipeline) throw Refusal.missing();
    return showPipeline(pipeline, found);
  }),
  route("GET /crm/v3/owners", "owners", ({ at, query }) => {
    const limit = limitIn(query, 500, 100);
    const email = query.get("email");
    const from = Number(query.get("after") ?? 0);
    const all = query.get("archived") === "true" ? [] : at.portal.owners;
    const found = all.filter((each) => !email || each.email === email.toLowerCase());
    const results = found.slice(from, from + limit).map(showOwner);
    const after = String(from + limit);
    return from + limit < found.length ? { results, paging: { next: { after } } } : { results };
  }),
  route("GET /crm/v3/owners/:id", "owners", ({ at, id }) => {
    const owner = at.portal.owners.find((each) => each.id === id);
    if (!owner) throw Refusal.missing();
    return showOwner(owner);
  }),
  route("GET /account-info/v3/details", "none", ({ at: { portal } }) => ({
    portalId: portal.id,
    accountType: "STANDARD",
    timeZone: portal.timeZone,
    companyCurrency: portal.currency,
    additionalCurrencies: [],
    uiDomain: "app.hubspot.com",
    dataHostingLocation: "eu1",
  })),
];

const defined = <Given extends object>(given: Given) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Property>;

function named({ crm, portal, object }: Asked["at"], name: string): Property {
  const found = crm.properties(portal.id, object).get(name);
  if (!found) throw Refusal.missing(`There is no property ${name} on ${object}.`);
  return found;
}

function newOne({ at, body }: Asked) {
  const { hasUniqueValue, description, ...given } = read(newProperty, body);
  if (at.crm.properties(at.portal.id, at.object).has(given.name))
    throw new Refusal(409, "OBJECT_ALREADY_EXISTS", `A property named '${given.name}' already exists.`);
  const flags = { isReadOnly: false, isCalculated: false, isUnique: hasUniqueValue, isStandard: false };
  const property: Property = { ...given, ...flags, ...(description ? { description } : {}) };
  at.crm.putProperty(at.portal.id, at.object, property);
  if (at.by === at.crm.app) at.crm.calls.wrote("properties created");
  return showProperty(at, property);
}

/** Owners have no options: HubSpot says only where to find them. */
function showProperty({ portal }: Asked["at"], property: Property) {
  const { name, label, type, fieldType, groupName, from, isStandard, isReadOnly, isCalculated, isUnique } = property;
  const { pipelines } = portal;
  const choices = {
    owners: [],
    pipelines: pipelines.map(({ id, label: words }) => ({ value: id, label: words })),
    stages: pipelines.flatMap(({ stages, label: pipeline }) =>
      stages.map(({ id, label: words }) => ({ value: id, label: `${words} (${pipeline})` })),
    ),
  };
  const options = from ? choices[from] : property.options;
  return {
    createdAt: MADE_AT,
    updatedAt: MADE_AT,
    name,
    label,
    type,
    fieldType,
    description: property.description ?? "",
    groupName,
    options: options.map((each, displayOrder) => ({ ...each, description: "", displayOrder, hidden: false })),
    ...(from === "owners" ? { referencedObjectType: "OWNER" } : {}),
    displayOrder: -1,
    calculated: isCalculated,
    externalOptions: from !== undefined,
    hasUniqueValue: isUnique,
    hidden: false,
    hubspotDefined: isStandard,
    archived: false,
    formField: !isReadOnly,
    modificationMetadata: {
      archivable: !isStandard,
      readOnlyDefinition: isStandard,
      readOnlyValue: isReadOnly,
      readOnlyOptions: isStandard,
    },
  };
}

function showPipeline({ id, label, stages }: Pipeline, displayOrder: number) {
  const times = { createdAt: MADE_AT, updatedAt: MADE_AT, archived: false };
  return {
    id,
    label,
    displayOrder,
    ...times,
    stages: stages.map((stage, place) => ({
      id: stage.id,
      label: stage.label,
      displayOrder: place,
      metadata: { isClosed: String(stage.isClosed), probability: stage.probability.toFixed(1) },
      writePermissions: "CRM_PERMISSIONS_ENFORCEMENT",
      ...times,
    })),
  };
}

function showOwner({ id, email, firstName, lastName, userId }: Owner) {
  const times = { createdAt: MADE_AT, updatedAt: MADE_AT, archived: false };
  return { id, email, firstName, lastName, type: "PERSON", userId, userIdIncludingInactive: userId, ...times };
}
