import { associate, dissociate } from "./associations";
import type { Crm } from "./crm";
import type { ObjectName } from "./objects";
import { type At, archive, create, existing, forget, merge, restore, update } from "./records";
import { Refusal } from "./refusal";
import type { End, Row } from "./tables";
import { show, type Wanted } from "./view";

/** The other side: changes that a person makes in HubSpot. They are not counted as calls. */
export class Edit {
  readonly #crm: Crm;

  constructor(crm: Crm) {
    this.#crm = crm;
  }

  create(portal: number, object: ObjectName, properties: Record<string, unknown>): Row {
    return create(this.#at(portal, object), properties);
  }

  change(portal: number, object: ObjectName, id: string, properties: Record<string, unknown>): Row {
    const at = this.#at(portal, object);
    return update(at, existing(at, id), properties);
  }

  archive(portal: number, object: ObjectName, id: string): void {
    archive(this.#at(portal, object), id);
  }

  restore(portal: number, object: ObjectName, id: string): Row {
    return restore(this.#at(portal, object), id);
  }

  /** The second record goes into the first one. */
  merge(portal: number, object: ObjectName, keptId: string, lostId: string): Row {
    const at = this.#at(portal, object);
    return merge(at, existing(at, keptId), existing(at, lostId));
  }

  /** Deletes a person for good, as the law on privacy has it. */
  forget(portal: number, object: ObjectName, id: string): void {
    const at = this.#at(portal, object);
    forget(at, existing(at, id));
  }

  associate(portal: number, from: End, to: End, typeIds: readonly number[] = []): void {
    associate(this.#at(portal, from.object), from.id, to, typeIds);
  }

  dissociate(portal: number, from: End, to: End): void {
    dissociate(this.#at(portal, from.object), from.id, to);
  }

  /** A record with all values that are set, archived or not; undefined if there is none. */
  read(portal: number, object: ObjectName, id: string) {
    const at = this.#at(portal, object);
    const row = this.#crm.collection(portal, object).get(id);
    if (!row) return undefined;
    const wanted: Wanted = { properties: Object.keys(row.properties), history: [], associations: [] };
    return show(at, row, wanted);
  }

  /** All records that are not archived, in the order of their ids. */
  all(portal: number, object: ObjectName) {
    const rows = this.#crm.collection(portal, object).all();
    return rows.filter(({ archivedAt }) => archivedAt === undefined).map(({ id, properties }) => ({ id, properties }));
  }

  #at(id: number, object: ObjectName): At {
    const portal = this.#crm.portal(id);
    if (!portal) throw Refusal.missing(`There is no portal ${id}.`);
    return { crm: this.#crm, portal, object, by: { source: "CRM_UI", sourceId: `userId:${portal.owners[0]?.userId}` } };
  }
}
