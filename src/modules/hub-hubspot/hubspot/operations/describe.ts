import "server-only";
import type { Client } from "@hubspot/api-client";
import { stageLabel, stageThere } from "@/modules/crm/opportunities/operations/synced-stage";
import { ProviderFailure, type RemoteField, type RemotePerson } from "@/server/sync/provider";
import { associations, ownKey, type RemoteObject } from "../rules";
import { answered, asFailure, asked, Refused } from "./sdk";

const stageProperty = "dealstage";
const pageSize = 500;
/** No portal has so many owners: a list that goes on is one that repeats itself. */
const mostPages = 100;

interface Described {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  options: readonly { value: string; label: string }[];
  calculated?: boolean;
  referencedObjectType?: string;
  modificationMetadata?: { readOnlyValue: boolean };
}

/** The properties of an object, and its associations that stand for references of ours. */
export async function propertiesOf(sdk: Client, object: RemoteObject): Promise<RemoteField[]> {
  const { results } = await answered(() => sdk.crm.properties.coreApi.getAll(object));
  const links = Object.entries(associations[object]).map(
    ([name, { label }]): RemoteField => ({
      ...{ name, label, type: "record", options: [], isReadOnly: false, isRequired: false },
    }),
  );
  const own = results.filter(({ name }) => name !== ownKey && !associations[object][name]).map(fieldOf);
  if (object !== "deals") return [...own, ...links];
  const options = await stageOptions(sdk);
  return [...own.map((field) => (field.name === stageProperty ? { ...field, options } : field)), ...links];
}

/** A stage is named together with its pipeline: another pipeline may have one of that name. */
async function stageOptions(sdk: Client) {
  const { results } = await answered(() => sdk.crm.pipelines.pipelinesApi.getAll("deals"));
  return results.flatMap(({ id, label: pipeline, stages }) =>
    stages.map((stage) => ({ value: stageThere(id, stage.id), label: stageLabel(stage.label, pipeline) })),
  );
}

function fieldOf(property: Described): RemoteField {
  const { name, label, options, calculated = false, modificationMetadata } = property;
  return {
    name,
    label,
    type: typeOf(property),
    options: options.map((option) => ({ value: option.value, label: option.label })),
    isReadOnly: calculated || modificationMetadata?.readOnlyValue === true,
    isRequired: false,
  };
}

function typeOf({ name, type, fieldType, referencedObjectType }: Described): RemoteField["type"] {
  if (name === "hubspot_owner_id" || referencedObjectType === "OWNER") return "member";
  if (type === "number" || type === "date") return type;
  if (type === "datetime") return "instant";
  if (type === "bool" || fieldType === "booleancheckbox") return "boolean";
  if (type !== "enumeration") return "text";
  return fieldType === "checkbox" ? "choices" : "choice";
}

/** Everybody who owns or owned records. */
export async function owners(sdk: Client): Promise<(RemotePerson & { userId: string | null })[]> {
  const found: (RemotePerson & { userId: string | null })[] = [];
  for (const archived of [false, true]) {
    let after: string | undefined;
    for (let page = 0; ; page += 1) {
      if (page === mostPages) throw new ProviderFailure("unknown", "HubSpot repeats a page of its owners.");
      const { results, paging } = await answered(() =>
        sdk.crm.owners.ownersApi.getPage(undefined, after, pageSize, archived),
      );
      for (const { id, email, firstName, lastName, userId, userIdIncludingInactive } of results) {
        const name = [firstName, lastName].filter(Boolean).join(" ") || email || `Owner ${id}`;
        const user = userId ?? userIdIncludingInactive;
        found.push({ id, email: email?.toLowerCase() ?? null, name, userId: user === undefined ? null : String(user) });
      }
      after = paging?.next?.after;
      if (after === undefined) break;
    }
  }
  return found;
}

/** Makes our own property where the portal lacks it, once for each object and portal. */
export async function requireOwnKey(sdk: Client, object: RemoteObject): Promise<void> {
  const isThere = await asked(() => sdk.crm.properties.coreApi.getByName(object, ownKey)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refused && error.status === 404) return false;
      throw error instanceof Refused ? asFailure(error) : error;
    },
  );
  if (isThere) return;
  const groups = { companies: "companyinformation", contacts: "contactinformation", deals: "dealinformation" };
  const property = {
    name: ownKey,
    label: "Throughline ID",
    description: "The key under which Throughline created this record. Please leave it as it is.",
    groupName: groups[object],
    type: "string",
    fieldType: "text",
    hasUniqueValue: true,
    formField: false,
  };
  try {
    await asked(() => sdk.crm.properties.coreApi.create(object, property as never));
  } catch (error) {
    // Another run made it in the same moment.
    if (error instanceof Refused && error.status === 409) return;
    throw error instanceof Refused ? asFailure(error) : error;
  }
}
