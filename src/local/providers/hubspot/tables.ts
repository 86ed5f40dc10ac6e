import type { ObjectName } from "./objects";

export type Option = { label: string; value: string };
export type PropertyType = "string" | "number" | "date" | "datetime" | "enumeration" | "bool";

/** A property of an object, as the portal declares it. */
export type Property = {
  name: string;
  label: string;
  type: PropertyType;
  fieldType: string;
  groupName: string;
  options: Option[];
  isReadOnly: boolean;
  isCalculated: boolean;
  isUnique: boolean;
  /** HubSpot's own, and no custom property of the portal. */
  isStandard: boolean;
  /** Its values are owners, pipelines or stages. */
  from?: "owners" | "pipelines" | "stages";
  description?: string;
};

export type Owner = { id: string; email: string; firstName: string; lastName: string; userId: number };
export type Stage = { id: string; label: string; probability: number; isClosed: boolean };
export type Pipeline = { id: string; label: string; stages: Stage[] };

/** An account of HubSpot. */
export type Portal = {
  id: number;
  name: string;
  domain: string;
  currency: string;
  timeZone: string;
  /** The person who gives the consent. */
  user: string;
  owners: Owner[];
  pipelines: Pipeline[];
};

/** The writer of a value: the app itself (INTEGRATION and its id), a person in HubSpot, an import. */
export type Writer = { source: string; sourceId: string };

/** A value and when it was set; null where it was cleared. */
export type Version = { value: string | null; at: number } & Writer;

/** A record. It is never changed in place. */
export type Row = {
  id: string;
  properties: Record<string, string>;
  /** Of properties that were changed since the record was made, oldest first. */
  history: Record<string, Version[]>;
  /** The writer that made it. */
  by: Writer;
  createdAt: number;
  updatedAt: number;
  archivedAt?: number;
  /** Ids of records that were merged into this one. */
  mergedIds?: string[];
};

/** Two records that belong together. The pair is in the order of `OBJECTS`. */
export type Link = { a: End; b: End; isPrimary: boolean };
export type End = { object: ObjectName; id: string };
