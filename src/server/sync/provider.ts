import "server-only";
import type { LicenceKey } from "@/lib/licences";
import { sameAcrossBundles } from "../across-bundles.ts";
import { processWide } from "../process-wide.ts";
import type { ObjectDeclaration } from "./object.ts";
import type { Props, Snapshot } from "./snapshot.ts";

export interface ChangesPage {
  snapshots: readonly Snapshot[];
  /** The place behind this page, to be stored with its rows. Never the same as the one that was asked with, unless `done`. */
  cursor: string;
  /** Nothing more has changed for now. */
  done: boolean;
  /** How many there are in all, where the service says so. */
  total: number | null;
}

/** The ids of records there for a full compare. */
export interface IdsPage {
  records: readonly { id: string; version: string }[];
  /** The next page; null after the last one. */
  next: string | null;
}

/** A record with our key of its link. */
export interface Keyed {
  key: string;
  snapshot: Snapshot;
}

export interface RemoteWrite {
  /** Our key of the link: a repeated creation under it creates nothing new. */
  key: string;
  /** Null for a new record. */
  id: string | null;
  props: Props;
}

export type WriteAnswer = { key: string } & (
  | { state: "written"; snapshot: Snapshot }
  /** A value or the record is refused: the words of the service, the property where it is known. */
  | { state: "refused"; code: string; words: string; answer: string; property: string | null }
  /** It has such a record already, under this id. */
  | { state: "exists"; id: string }
  /** It has no such record any more. */
  | { state: "missing" }
);

/** Why a record is not deleted: the words of the service, and its answer as it came. */
export interface ErasureRefusal {
  words: string;
  answer: string;
}

/** A property of a record there. */
export interface RemoteField {
  name: string;
  label: string;
  type: "text" | "number" | "date" | "instant" | "boolean" | "choice" | "choices" | "member" | "record";
  options: readonly { value: string; label: string }[];
  isReadOnly: boolean;
  isRequired: boolean;
}

/** Somebody who can own records there. */
export interface RemotePerson {
  id: string;
  email: string | null;
  name: string;
}

/** One connection's calls. Each call is one or few requests, is never repeated by the SDK, and throws `ProviderFailure`. */
export interface ProviderClient {
  /** Records that changed since a place; null: all records, from the start. */
  changes(remote: string, cursor: string | null, props: readonly string[]): Promise<ChangesPage>;
  /** The present state of up to 100 records; those that are gone are missing in the answer. */
  byIds(remote: string, ids: readonly string[], props: readonly string[]): Promise<Snapshot[]>;
  /** Records that were created under these keys of ours; those that are not there are missing in the answer. */
  byKeys(remote: string, keys: readonly string[], props: readonly string[]): Promise<Keyed[]>;
  ids(remote: string, after: string | null): Promise<IdsPage>;
  /** The ids of up to two records that a text means: an id, or the whole value of this property. */
  find(remote: string, text: string, property: string | null): Promise<string[]>;
  /** Creates and changes up to `ObjectDeclaration.batch` records; an answer for each, in any order. */
  write(remote: string, writes: readonly RemoteWrite[], props: readonly string[]): Promise<WriteAnswer[]>;
  archive(remote: string, ids: readonly string[]): Promise<void>;
  /** Deletes a record for good, where its declaration says so. Null when it is gone, also when it was gone before. */
  erase?(remote: string, id: string): Promise<ErasureRefusal | null>;
  describe(remote: string): Promise<RemoteField[]>;
  people(): Promise<RemotePerson[]>;
}

/** The tokens of a connection, as the service gave them. */
export interface Tokens {
  accessToken: string;
  /** The same one where the service does not change it. */
  refreshToken: string;
  expiresAt: Date;
}

export interface Grant extends Tokens {
  /** The account there that gave it. */
  remoteAccount: { id: string; name: string };
  scopes: readonly string[];
}

/** The content of a webhook that counts: a hint to read a record. */
export interface Hint {
  /** The account there. */
  accountId: string;
  key: string;
  remote: string;
  externalId: string;
  kind: "changed" | "deleted" | "erased" | "merged";
}

/** A service that workspaces connect. */
export interface Provider {
  /** Never changed: connections are stored under it. */
  key: string;
  label: string;
  licence: LicenceKey;
  /** The records that are kept equal, for people. */
  purpose: string;
  group: "CRM" | "Mail and calendar" | "Messages";
  /** The objects, in the order in which they run: those that others point to come first. */
  objects: readonly ObjectDeclaration[];
  /** A record that is read by its id says who wrote its values, and a list does not. */
  namesWriters?: true;
  /** Requests of the short window. */
  pace: { requests: number; windowMs: number };
  /** Whether the operator has set it up, so that it can be connected at all. */
  isAvailable(): boolean;
  consentUrl(request: { state: string; redirect: string }): string;
  exchange(request: { code: string; redirect: string }): Promise<Grant>;
  refresh(refreshToken: string): Promise<Tokens>;
  revoke(refreshToken: string): Promise<void>;
  /** Loads the SDK when it is first called. `onAnswer` gets the headers of each answer of the service. */
  client(accessToken: string, onAnswer: (headers: Headers) => void): Promise<ProviderClient>;
  /** The calls that are left, as the headers of an answer say it. */
  allowance(headers: Headers): { dayLimit: number | null; dayLeft: number | null };
  /** The hints of a webhook whose signature is good and fresh; null for one that is not. */
  hints(request: { url: string; headers: Headers; body: string; now: Date }): readonly Hint[] | null;
}

type FailureKind =
  /** Too many calls: `retryAt` says when to go on. */
  | "limit"
  /** No answer, or a failure of the service. */
  | "unavailable"
  /** The access token is not accepted. */
  | "token"
  /** The refresh token is not accepted: a person has to connect again. */
  | "grant"
  /** A right is missing; `words` names it. */
  | "scope"
  /** The service no longer knows the place in its changes. */
  | "cursor"
  /** An answer or a refusal that we do not know. */
  | "unknown";

/** A call to a service that failed as a whole. */
export class ProviderFailure extends Error {
  override name = "ProviderFailure";
  readonly kind: FailureKind;
  readonly retryAt: Date | null;

  constructor(kind: FailureKind, words: string, more: { retryAt?: Date | null; cause?: unknown } = {}) {
    super(words, { cause: more.cause });
    this.kind = kind;
    this.retryAt = more.retryAt ?? null;
  }
}
sameAcrossBundles(ProviderFailure, "ProviderFailure");

const registeredProviders = processWide<Map<string, Provider>>("providers");

/** Called by the registry when it is loaded; a provider with the same key replaces the earlier one. */
export function registerProviders(list: readonly Provider[]): void {
  const byKey = registeredProviders.getOrMake(() => new Map());
  for (const provider of list) byKey.set(provider.key, provider);
}

export const providers = (): readonly Provider[] => [...(registeredProviders.get()?.values() ?? [])];

/** The provider with this key. Throws for one that this build does not have. */
export function providerOf(key: string): Provider {
  const provider = registeredProviders.get()?.get(key);
  if (!provider) throw new Error(`There is no provider ${key}.`);
  return provider;
}
