import type { Crm } from "./crm";
import { type ObjectName, SINGULAR } from "./objects";
import { Refusal } from "./refusal";
import type { Portal, Property, Row, Version, Writer } from "./tables";
import { readValues, type Values } from "./values";

/** The place of records, and who writes there. */
export type At = { crm: Crm; portal: Portal; object: ObjectName; by: Writer };

/** The living record with this id, or with this value of a unique property. */
export function find({ crm, portal, object }: At, id: string, idProperty?: string | null): Row | undefined {
  const collection = crm.collection(portal.id, object);
  const isId = !idProperty || idProperty === "hs_object_id";
  const row = isId ? collection.get(id) : collection.holder(idProperty, normalId(idProperty, id));
  return row?.archivedAt === undefined ? row : undefined;
}

/** Throws a Refusal if it is no unique property. */
export function checkIdProperty(at: At, idProperty: string | null | undefined): void {
  if (!idProperty || idProperty === "hs_object_id") return;
  if (!at.crm.properties(at.portal.id, at.object).get(idProperty)?.isUnique)
    throw Refusal.invalid(`${idProperty} is no property with unique values`, { context: { idProperty: [idProperty] } });
}

export const normalId = (property: string, value: string) =>
  property === "email" ? value.trim().toLowerCase() : value.trim();

export function existing(at: At, id: string, idProperty?: string | null): Row {
  const row = find(at, id, idProperty);
  if (!row) throw Refusal.missing();
  return row;
}

/** The values of a request, as they are stored. Throws a Refusal. */
export function valuesFor(at: At, given: unknown, row?: Row): Values {
  const { crm, portal, object } = at;
  const properties = crm.properties(portal.id, object);
  const values = readValues(portal, properties, given);
  if (object === "deals") checkStage(portal, values, row);
  for (const property of properties.values()) checkUnique(at, property, values[property.name], row);
  return values;
}

function checkStage({ pipelines }: Portal, values: Values, row: Row | undefined): void {
  if (!row && !values.pipeline) values.pipeline = pipelines[0]?.id ?? null;
  const { dealstage: stage } = values;
  if (!stage) return;
  const id = values.pipeline ?? row?.properties.pipeline;
  const known = pipelines.find((each) => each.id === id)?.stages.map((each) => each.id) ?? [];
  if (known.includes(stage)) return;
  const message = `${stage} was not one of the allowed options of the pipeline ${id}: [${known.join(", ")}]`;
  throw Refusal.invalid(`Property values were not valid: ${message}`, {
    errors: [{ message, code: "INVALID_OPTION", context: { propertyName: ["dealstage"] } }],
  });
}

function checkUnique(at: At, property: Property, value: string | null | undefined, row: Row | undefined): void {
  if (!property.isUnique || !value) return;
  const holder = at.crm.collection(at.portal.id, at.object).holder(property.name, value);
  if (!holder || holder.id === row?.id) return;
  if (property.name === "email")
    throw new Refusal(409, "CONFLICT", `Contact already exists. Existing ID: ${holder.id}`);
  const message = `${property.name} has the value ${value} on record ${holder.id} already.`;
  throw Refusal.invalid(message, {
    errors: [{ message, code: "CONFLICTING_UNIQUE_VALUE", context: { propertyName: [property.name] } }],
  });
}

export function create(at: At, given: unknown): Row {
  const { crm, portal, object, by } = at;
  const values = valuesFor(at, given);
  const needed = { contacts: ["email", "firstname", "lastname"], companies: ["name", "domain"], deals: [] }[object];
  if (needed.length > 0 && !needed.some((name: string) => values[name]))
    throw Refusal.invalid(`One of the properties ${needed.join(", ")} is needed to create a ${SINGULAR[object]}.`);
  const now = crm.clock.now();
  const properties = Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== null),
  );
  const row = { id: crm.newId(portal.id), properties, history: {}, by, createdAt: now, updatedAt: now };
  crm.put(portal.id, object, row);
  note(at, row, "creation");
  for (const [name, value] of Object.entries(properties)) noteValue(at, row, name, value);
  count(at, "created");
  return row;
}

export function update(at: At, row: Row, given: unknown): Row {
  const values = valuesFor(at, given, row);
  const next = withValues(at, row, values);
  count(at, "updated");
  if (next === row) return row;
  at.crm.put(at.portal.id, at.object, next);
  for (const name of Object.keys(values))
    if (next.properties[name] !== row.properties[name]) noteValue(at, next, name, next.properties[name] ?? null);
  return next;
}

/** With these values, and with what they were before; the row itself if nothing changes. */
function withValues({ crm, by }: At, row: Row, values: Values): Row {
  const at = crm.clock.now();
  const [properties, history] = [{ ...row.properties }, { ...row.history }];
  let isChanged = false;
  for (const [name, value] of Object.entries(values)) {
    if ((properties[name] ?? null) === value) continue;
    isChanged = true;
    history[name] = [...versionsOf(row, name), { value, at, ...by }];
    if (value === null) delete properties[name];
    else properties[name] = value;
  }
  return isChanged ? { ...row, properties, history, updatedAt: at } : row;
}

/** All values that a property had, oldest first. */
export function versionsOf({ history, properties, createdAt, by }: Row, name: string): Version[] {
  const value = properties[name];
  return history[name] ?? (value === undefined ? [] : [{ value, at: createdAt, ...by }]);
}

/** It is changed, as an association of it was. */
export function touch({ crm, portal, object }: At, id: string): void {
  const row = crm.collection(portal.id, object).get(id);
  if (row) crm.put(portal.id, object, { ...row, updatedAt: crm.clock.now() });
}

export function archive(at: At, id: string): void {
  const row = find(at, id);
  if (!row) return;
  const now = at.crm.clock.now();
  at.crm.put(at.portal.id, at.object, { ...row, archivedAt: now, updatedAt: now });
  note(at, row, "deletion");
  count(at, "archived");
}

/** As a person does in HubSpot; the API has no such call. */
export function restore(at: At, id: string): Row {
  const { archivedAt, ...row } = at.crm.collection(at.portal.id, at.object).get(id) ?? {};
  if (archivedAt === undefined) throw Refusal.missing();
  const back = { ...(row as Row), updatedAt: at.crm.clock.now() };
  valuesFor(at, Object.fromEntries(writable(at, back)), back);
  at.crm.put(at.portal.id, at.object, back);
  note(at, back, "restore");
  return back;
}

function writable({ crm, portal, object }: At, { properties }: Row): [string, string][] {
  const known = crm.properties(portal.id, object);
  return Object.entries(properties).filter(([name]) => known.get(name)?.isReadOnly === false);
}

/** The record and all that is known of it are removed for good. */
export function forget(at: At, row: Row): void {
  const { crm, portal, object } = at;
  for (const link of crm.links(portal.id).all({ object, id: row.id })) crm.removeLink(portal.id, link);
  crm.remove(portal.id, object, row.id);
  note(at, row, "privacyDeletion");
  count(at, "erased");
}

/** The first record stays and takes from the second one the values that it lacks, its associations and its id. */
export function merge(at: At, kept: Row, lost: Row): Row {
  const { crm, portal, object } = at;
  if (kept.id === lost.id) throw Refusal.invalid("A record cannot be merged with itself.");
  const missing = Object.fromEntries(
    writable(at, lost).filter(([name]) => kept.properties[name] === undefined && name !== "email"),
  );
  const filled = withValues(at, kept, missing);
  const mergedIds = [...(kept.mergedIds ?? []), lost.id, ...(lost.mergedIds ?? [])];
  const emails = [kept, lost].flatMap(({ properties }) => properties.hs_additional_emails?.split(";") ?? []);
  const { email } = lost.properties;
  const more = [...new Set([...emails, ...(email && object === "contacts" ? [email] : [])])];
  const row: Row = {
    ...filled,
    properties: { ...filled.properties, ...(more.length > 0 ? { hs_additional_emails: more.join(";") } : {}) },
    updatedAt: crm.clock.now(),
    mergedIds,
  };
  const hasPrimary = crm
    .links(portal.id)
    .all({ object, id: kept.id })
    .some((link) => link.isPrimary);
  for (const link of crm.links(portal.id).all({ object, id: lost.id })) {
    crm.removeLink(portal.id, link);
    const moved = (end: typeof link.a) => (end.object === object && end.id === lost.id ? { object, id: kept.id } : end);
    // A company that takes the place of another one stays primary; the record that is kept has its own primary company.
    const isPrimary = link.isPrimary && (object === "companies" || !hasPrimary);
    const next = { a: moved(link.a), b: moved(link.b), isPrimary };
    if (!crm.links(portal.id).between(next.a, next.b)) crm.putLink(portal.id, next);
  }
  crm.remove(portal.id, object, lost.id);
  crm.put(portal.id, object, row);
  note(at, row, "merge", {
    primaryObjectId: Number(kept.id),
    mergedObjectIds: [Number(lost.id)],
    newObjectId: Number(row.id),
    numberOfPropertiesMoved: Object.keys(missing).length,
  });
  count(at, "merged");
  return row;
}

function note({ crm, portal, object, by }: At, { id }: Row, what: string, more: object = {}): void {
  crm.report({
    portalId: portal.id,
    subscriptionType: `${SINGULAR[object]}.${what}`,
    occurredAt: crm.clock.now(),
    objectId: Number(id),
    changeSource: by.source,
    sourceId: by.sourceId,
    ...more,
  });
}

function noteValue(at: At, row: Row, name: string, value: string | null): void {
  note(at, row, "propertyChange", { propertyName: name, propertyValue: value ?? "" });
}

/** Only what the app writes is counted, not what people do in HubSpot. */
function count({ crm, object, by }: At, what: string): void {
  if (by === crm.app) crm.calls.wrote(`${object} ${what}`);
}
