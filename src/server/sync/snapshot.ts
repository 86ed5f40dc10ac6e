import "server-only";

/** The properties of a record there, as texts; null is an empty one. A link to another record holds its id. */
export type Props = Readonly<Record<string, string | null>>;

/** A record there, as one answer of the service shows it. */
export interface Snapshot {
  id: string;
  /** When it changed last, as the service says it; texts of one service can be compared. */
  version: string;
  props: Props;
  archived: boolean;
  /** Ids of records that were merged into this one. */
  mergedIds?: readonly string[];
  /** The writer of each property and the time; only where the service says so, and only in answers of `byIds`. */
  written?: Readonly<Record<string, Written>>;
}

export interface Written {
  /** In ISO 8601. */
  at: string;
  /** Whether our own app wrote it. */
  isOurs: boolean;
  /** For people: "Jo Lim", "the workflow Enrichment"; null where the service does not say. */
  writer: string | null;
}
