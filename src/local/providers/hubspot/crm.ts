import { Grants } from "../../oauth/grants";
import type { Calls } from "../calls";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { Journal, Table } from "../journal";
import { Collection } from "./collection";
import { Links } from "./links";
import { OBJECTS, type ObjectName } from "./objects";
import { APP_ID, DEMO_PORTALS } from "./portals";
import { STANDARD } from "./properties";
import type { Link, Portal, Property, Row, Writer } from "./tables";

export type Keys = { clientId: string; clientSecret: string };

/** How the stand-in behaves; an operator of it can change each of them while it runs. */
export type Settings = {
  /** So long lists and searches find records as they were before a change. */
  lagMs: number;
  /** Requests of a portal in 10 s and in a day, and searches in a second, before it answers 429. */
  limits: { tenSeconds: number; day: number; searches: number };
  /** One bad input of a batch: the others are written and the answer is 207, or the whole batch is refused. */
  badInput: "partial" | "whole";
};

/** A change that a webhook reports. */
export type Change = {
  portalId: number;
  subscriptionType: string;
  occurredAt: number;
  changeSource: string;
  sourceId: string;
} & Record<string, unknown>;

type Space = { collections: Map<ObjectName, Collection>; links: Links; properties: Map<ObjectName, Property[]> };
type Parts = { journal: Journal; clock: Clock; calls: Calls; faults: Faults; keys: Keys; settings: Settings };

const CODE_MS = 60_000;
const ACCESS_MS = 30 * 60_000;

/** All portals with their records, in memory and in the journal. */
export class Crm {
  readonly clock: Clock;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly keys: Keys;
  readonly settings: Settings;
  readonly grants: Grants;
  readonly app: Writer = { source: "INTEGRATION", sourceId: String(APP_ID) };
  /** Where changes go that webhooks report. */
  report: (change: Change) => void = () => undefined;
  /** Lists and searches see nothing of what is written before this time. */
  staleUntil = 0;
  readonly #portals: Table<Portal>;
  readonly #rows: Table<Row>;
  readonly #links: Table<Link>;
  readonly #properties: Table<Property>;
  readonly #serials: Table<number>;
  readonly #spaces = new Map<number, Space>();

  constructor({ journal, clock, calls, faults, keys, settings }: Parts) {
    this.clock = clock;
    this.calls = calls;
    this.faults = faults;
    this.keys = keys;
    this.settings = settings;
    this.grants = new Grants({
      grants: journal.table("hubspot/grants"),
      access: journal.table("hubspot/access"),
      lifetimes: { codeMs: CODE_MS, accessMs: ACCESS_MS },
      now: () => clock.now(),
    });
    this.#portals = journal.table("hubspot/portals");
    this.#rows = journal.table("hubspot/rows");
    this.#links = journal.table("hubspot/links");
    this.#properties = journal.table("hubspot/properties");
    this.#serials = journal.table("hubspot/serials");
    for (const portal of DEMO_PORTALS) if (!this.portal(portal.id)) this.putPortal(portal);
    this.#fill();
  }

  portal(id: number): Portal | undefined {
    return this.#portals.get(String(id));
  }

  portals(): Portal[] {
    return [...this.#portals.values()];
  }

  putPortal(portal: Portal): Portal {
    this.#portals.set(String(portal.id), portal);
    return portal;
  }

  collection(portal: number, object: ObjectName): Collection {
    const { collections } = this.#space(portal);
    const found = collections.get(object) ?? new Collection(object);
    collections.set(object, found);
    return found;
  }

  links(portal: number): Links {
    return this.#space(portal).links;
  }

  /** By their names. */
  properties(portal: number, object: ObjectName): Map<string, Property> {
    const own = this.#space(portal).properties.get(object) ?? [];
    return new Map([...STANDARD[object], ...own].map((each) => [each.name, each]));
  }

  putProperty(portal: number, object: ObjectName, property: Property): void {
    this.#keepProperty(portal, object, property);
    this.#properties.set(`${portal}/${object}/${property.name}`, property);
  }

  removeProperty(portal: number, object: ObjectName, name: string): void {
    const own = this.#space(portal).properties;
    const left = (own.get(object) ?? []).filter((each) => each.name !== name);
    own.set(object, left);
    this.#properties.delete(`${portal}/${object}/${name}`);
  }

  /** A number that no record of the portal has or had. */
  newId(portal: number): string {
    const id = (this.#serials.get(String(portal)) ?? 1_000) + 1;
    this.#serials.set(String(portal), id);
    return String(id);
  }

  put(portal: number, object: ObjectName, row: Row): Row {
    const collection = this.collection(portal, object);
    this.#lag(collection, row.id);
    collection.put(row, (each) => this.#uniqueOf(portal, object, each));
    this.#rows.set(`${portal}/${object}/${row.id}`, row);
    if (Number(row.id) > (this.#serials.get(String(portal)) ?? 1_000))
      this.#serials.set(String(portal), Number(row.id));
    return row;
  }

  remove(portal: number, object: ObjectName, id: string): void {
    const collection = this.collection(portal, object);
    this.#lag(collection, id);
    collection.remove(id, (each) => this.#uniqueOf(portal, object, each));
    this.#rows.delete(`${portal}/${object}/${id}`);
  }

  putLink(portal: number, link: Link): void {
    this.links(portal).put(link);
    this.#links.set(`${portal}/${Links.key(link)}`, link);
  }

  removeLink(portal: number, link: Link): void {
    this.links(portal).remove(link);
    this.#links.delete(`${portal}/${Links.key(link)}`);
  }

  /** Removes all records, associations and custom properties: of a portal, or with all portals but those of the demo. */
  clear(portal?: number): void {
    const isOurs = (key: string) => portal === undefined || key.startsWith(`${portal}/`);
    for (const table of [this.#rows, this.#links, this.#properties])
      for (const [key] of [...table.entries()]) if (isOurs(key)) table.delete(key);
    if (portal !== undefined) {
      this.#spaces.delete(portal);
      return;
    }
    this.#spaces.clear();
    this.#portals.clear();
    this.grants.clear();
    for (const each of DEMO_PORTALS) this.putPortal(each);
  }

  #lag(collection: Collection, id: string): void {
    const now = this.clock.now();
    const until = Math.max(now + this.settings.lagMs, this.staleUntil);
    if (until > now) collection.keepEarlier(id, until);
  }

  #uniqueOf(portal: number, object: ObjectName, { properties }: Row): [string, string][] {
    const names = [...this.properties(portal, object).values()].filter(({ isUnique }) => isUnique);
    const own = names.flatMap(({ name }) => {
      const value = properties[name];
      return value === undefined ? [] : [[name, value] as [string, string]];
    });
    const more = properties.hs_additional_emails?.split(";") ?? [];
    return [...own, ...more.map((email) => ["email", email] as [string, string])];
  }

  #keepProperty(portal: number, object: ObjectName, property: Property): void {
    const own = this.#space(portal).properties;
    const others = (own.get(object) ?? []).filter(({ name }) => name !== property.name);
    own.set(object, [...others, property]);
  }

  #space(portal: number): Space {
    const found = this.#spaces.get(portal) ?? { collections: new Map(), links: new Links(), properties: new Map() };
    this.#spaces.set(portal, found);
    return found;
  }

  /** From the journal, after a restart. */
  #fill(): void {
    const partsOf = (key: string) => {
      const [portal = "", object = ""] = key.split("/");
      return { portal: Number(portal), object: OBJECTS.find((each) => each === object) };
    };
    for (const [key, property] of this.#properties.entries()) {
      const { portal, object } = partsOf(key);
      if (object) this.#keepProperty(portal, object, property);
    }
    for (const [key, row] of this.#rows.entries()) {
      const { portal, object } = partsOf(key);
      if (object) this.collection(portal, object).put(row, (each) => this.#uniqueOf(portal, object, each));
    }
    for (const [key, link] of this.#links.entries()) this.links(partsOf(key).portal).put(link);
  }
}
