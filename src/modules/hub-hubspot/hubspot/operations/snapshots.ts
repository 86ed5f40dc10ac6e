import "server-only";
import type { Props, Snapshot, Written } from "@/server/sync/snapshot";
import { associations, changedAt, type RemoteObject } from "../rules";
import { requireApp } from "./settings";

export const mergedIds = "hs_merged_object_ids";

interface Version {
  timestamp: Date;
  sourceType: string;
  sourceId?: string;
  sourceLabel?: string;
  updatedByUserId?: number;
}

/** A record as the SDK gives it. */
export interface Found {
  id: string;
  properties: { [name: string]: string | null };
  propertiesWithHistory?: { [name: string]: Version[] };
  updatedAt: Date;
  archived?: boolean;
}

/** The names of people there, by the numbers of their users. */
export type People = ReadonlyMap<string, string>;

/** The properties of HubSpot among those that are wanted: associations that it does not show are asked for apart. */
export const shownIn = (object: RemoteObject, wanted: readonly string[]): string[] =>
  wanted.filter((name) => associations[object][name]?.isShown !== false);

/** Those that are to be asked for apart. */
export const hiddenIn = (object: RemoteObject, wanted: readonly string[]): string[] =>
  wanted.filter((name) => associations[object][name]?.isShown === false);

/** The wanted properties, with those that every answer needs. */
export const propertiesFor = (object: RemoteObject, wanted: readonly string[]): string[] => [
  ...new Set([...shownIn(object, wanted), changedAt[object], mergedIds]),
];

const filled = (text: string | null | undefined): string | null => (text ? text : null);

interface Read {
  people: People;
  /** So far the clocks of the service are ahead of ours. */
  aheadMs: number;
}
const unknownRead: Read = { people: new Map(), aheadMs: 0 };

/** A record with the wanted properties; `linked` has those that were asked for apart. Writers have times by our clocks. */
export function snapshotOf(
  found: Found,
  wanted: readonly string[],
  linked: Props = {},
  read: Read = unknownRead,
): Snapshot {
  const { id, properties, propertiesWithHistory, updatedAt, archived = false } = found;
  const merged = filled(properties[mergedIds])?.split(";");
  return {
    id,
    version: updatedAt.toISOString(),
    props: Object.fromEntries(wanted.map((name) => [name, linked[name] ?? filled(properties[name])])),
    archived,
    ...(merged ? { mergedIds: merged } : {}),
    ...(propertiesWithHistory ? { written: writtenIn(propertiesWithHistory, read) } : {}),
  };
}

/** Versions of a property, the newest first. */
function writtenIn(
  history: NonNullable<Found["propertiesWithHistory"]>,
  { people, aheadMs }: Read,
): Record<string, Written> {
  const appId = requireApp().id;
  return Object.fromEntries(
    Object.entries(history).flatMap(([name, [last]]) => {
      if (!last) return [];
      const isOurs = last.sourceType === "INTEGRATION" && last.sourceId === appId;
      const at = new Date(new Date(last.timestamp).getTime() - aheadMs).toISOString();
      return [[name, { at, isOurs, writer: isOurs ? null : writerOf(last, people) }]];
    }),
  );
}

const sources: Readonly<Record<string, string>> = {
  CRM_UI: "a person in HubSpot",
  CONTACTS_WEB: "a person in HubSpot",
  MOBILE_IOS: "a person in HubSpot",
  MOBILE_ANDROID: "a person in HubSpot",
  IMPORT: "an import in HubSpot",
  AUTOMATION_PLATFORM: "a workflow in HubSpot",
  WORKFLOWS: "a workflow in HubSpot",
  FORM: "a form in HubSpot",
  MERGE_OBJECTS: "a merge in HubSpot",
  MERGE_CONTACTS: "a merge in HubSpot",
  CALCULATED: "HubSpot itself",
  INTEGRATION: "another integration",
  API: "another integration",
};

function writerOf({ sourceType, sourceId, sourceLabel, updatedByUserId }: Version, people: People): string | null {
  const user = updatedByUserId ?? /^userId:(\d+)$/.exec(sourceId ?? "")?.[1];
  return people.get(String(user)) ?? sourceLabel ?? sources[sourceType] ?? null;
}
