import "server-only";
import type { Client } from "@hubspot/api-client";
import {
  type ErasureRefusal,
  type IdsPage,
  type Keyed,
  type ProviderClient,
  ProviderFailure,
  type RemoteWrite,
  type WriteAnswer,
} from "@/server/sync/provider";
import type { Snapshot } from "@/server/sync/snapshot";
import { changedAt, isRemoteObject, ownKey, type RemoteObject } from "../rules";
import { changesAfter, listed, withValue } from "./changes";
import { owners, propertiesOf, requireOwnKey } from "./describe";
import { linksOf } from "./links";
import { answered, asFailure, asked, Refused, sdkClient } from "./sdk";
import { type Found, propertiesFor, shownIn, snapshotOf } from "./snapshots";
import { writeAll } from "./writes";

/** With the history of properties a batch holds half as many. */
const mostWithHistory = 50;

/** The calls of one connection, by the official SDK. */
export async function crmClient(accessToken: string, onAnswer: (headers: Headers) => void): Promise<ProviderClient> {
  // The time of the service, not ours: places in its changes are by its clocks.
  let now = Date.now();
  let aheadMs = 0;
  const sdk = await sdkClient(accessToken, (headers) => {
    const date = Date.parse(headers.get("date") ?? "");
    now = Number.isNaN(date) ? Date.now() : date;
    aheadMs = aheadOf(now - Date.now());
    onAnswer(headers);
  });
  return new CrmClient(sdk, { now: () => now, aheadMs: () => aheadMs });
}

/** The header has whole seconds, and an answer takes time: less than this is no difference of clocks. */
const leastAheadMs = 2_000;
const aheadOf = (ms: number): number => (Math.abs(ms) < leastAheadMs ? 0 : ms);

interface Clock {
  now(): number;
  /** So far the clocks of the service are ahead of ours. */
  aheadMs(): number;
}

function objectOf(remote: string): RemoteObject {
  if (!isRemoteObject(remote)) throw new Error(`HubSpot has no object ${remote} that is kept equal.`);
  return remote;
}

class CrmClient implements ProviderClient {
  readonly #sdk: Client;
  readonly #clock: Clock;
  readonly #keyed = new Set<RemoteObject>();
  #people = new Map<string, string>();

  constructor(sdk: Client, clock: Clock) {
    this.#sdk = sdk;
    this.#clock = clock;
  }

  async changes(remote: string, cursor: string | null, props: readonly string[]) {
    const object = objectOf(remote);
    const reading = { sdk: this.#sdk, now: this.#clock.now };
    const { found, ...page } = await changesAfter(reading, object, cursor, props);
    return { ...page, snapshots: await this.#snapshots(object, found, props) };
  }

  /** Records that are not there may be archived: they are asked for once more. */
  async byIds(remote: string, ids: readonly string[], props: readonly string[]): Promise<Snapshot[]> {
    const object = objectOf(remote);
    const wanted = [...new Set(ids)];
    const living = await this.#read(object, wanted, props, false);
    const seen = new Set(living.flatMap(({ id, mergedIds = [] }) => [id, ...mergedIds]));
    const missing = wanted.filter((id) => !seen.has(id));
    return [...living, ...(await this.#read(object, missing, props, true))];
  }

  async byKeys(remote: string, keys: readonly string[], props: readonly string[]): Promise<Keyed[]> {
    const object = objectOf(remote);
    try {
      const found = await this.#found(object, keys, [...props, ownKey], { idProperty: ownKey });
      const snapshots = await this.#snapshots(object, found, props);
      return found.flatMap(({ properties }, place) => {
        const [key, snapshot] = [properties[ownKey], snapshots[place]];
        return key && snapshot ? [{ key, snapshot }] : [];
      });
    } catch (error) {
      // Without our property nothing was created under it.
      if (error instanceof Refused) return [];
      throw error;
    }
  }

  async ids(remote: string, after: string | null): Promise<IdsPage> {
    const object = objectOf(remote);
    const { found, next } = await listed(this.#sdk, object, after, [changedAt[object]]);
    return { records: found.map(({ id, updatedAt }) => ({ id, version: updatedAt.toISOString() })), next };
  }

  async find(remote: string, text: string, property: string | null): Promise<string[]> {
    if (/^\d{1,20}$/.test(text)) return [text];
    return property === null ? [] : await withValue(this.#sdk, objectOf(remote), property, text);
  }

  async write(remote: string, writes: readonly RemoteWrite[]): Promise<WriteAnswer[]> {
    const object = objectOf(remote);
    if (writes.some(({ id }) => id === null) && !this.#keyed.has(object)) {
      await requireOwnKey(this.#sdk, object);
      this.#keyed.add(object);
    }
    return await writeAll(this.#sdk, object, writes);
  }

  async archive(remote: string, ids: readonly string[]): Promise<void> {
    const inputs = ids.map((id) => ({ id }));
    await answered(() => this.#sdk.crm.objects.batchApi.archive(objectOf(remote), { inputs }));
  }

  /** Only contacts can be deleted for good. One that HubSpot does not have is gone already. */
  async erase(remote: string, objectId: string): Promise<ErasureRefusal | null> {
    if (objectOf(remote) !== "contacts") throw new Error(`HubSpot erases no ${remote}.`);
    try {
      await asked(() => this.#sdk.crm.contacts.basicApi.purge({ objectId }));
      return null;
    } catch (error) {
      if (error instanceof Refused) {
        if (error.status === 404) return null;
        return { words: error.message, answer: `${error.status} ${error.body.category ?? ""}`.trim() };
      }
      // A right that is missing stops nothing else.
      if (error instanceof ProviderFailure && error.kind === "scope") return { words: error.message, answer: "403" };
      throw error;
    }
  }

  async describe(remote: string) {
    return await propertiesOf(this.#sdk, objectOf(remote));
  }

  async people() {
    const found = await owners(this.#sdk);
    this.#people = new Map(found.flatMap(({ userId, name }) => (userId === null ? [] : [[userId, name] as const])));
    return found.map(({ id, email, name }) => ({ id, email, name }));
  }

  async #read(object: RemoteObject, ids: readonly string[], props: readonly string[], archived: boolean) {
    try {
      return await this.#snapshots(object, await this.#found(object, ids, props, { archived }), props);
    } catch (error) {
      throw error instanceof Refused ? asFailure(error) : error;
    }
  }

  async #found(
    object: RemoteObject,
    ids: readonly string[],
    props: readonly string[],
    { archived = false, idProperty }: { archived?: boolean; idProperty?: string },
  ): Promise<Found[]> {
    const byId = new Map<string, Found>();
    for (let from = 0; from < ids.length; from += mostWithHistory) {
      const request = {
        inputs: ids.slice(from, from + mostWithHistory).map((id) => ({ id })),
        properties: propertiesFor(object, props),
        propertiesWithHistory: shownIn(object, props),
        ...(idProperty === undefined ? {} : { idProperty }),
      };
      const { results } = await asked(() => this.#sdk.crm.objects.batchApi.read(object, request, archived));
      // An id that was merged into another is answered with the record that is left.
      for (const found of results) byId.set(found.id, found);
    }
    return [...byId.values()];
  }

  async #snapshots(object: RemoteObject, found: readonly Found[], props: readonly string[]): Promise<Snapshot[]> {
    const ids = found.filter(({ archived }) => !archived).map(({ id }) => id);
    const links = await linksOf(this.#sdk, object, ids, props);
    const read = { people: this.#people, aheadMs: this.#clock.aheadMs() };
    return found.map((each) => snapshotOf(each, props, links.get(each.id), read));
  }
}
