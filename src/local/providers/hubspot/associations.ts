import { ordered } from "./links";
import { type ObjectName, SINGULAR } from "./objects";
import { type At, find, touch } from "./records";
import { Refusal } from "./refusal";
import type { End, Link } from "./tables";

type Types = { plain: number; primary?: number };

/** The numbers by which HubSpot names its own types of associations. */
const TYPES: Readonly<Record<string, Types>> = {
  "contacts companies": { plain: 279, primary: 1 },
  "companies contacts": { plain: 280, primary: 2 },
  "contacts deals": { plain: 4 },
  "deals contacts": { plain: 3 },
  "deals companies": { plain: 341, primary: 5 },
  "companies deals": { plain: 342, primary: 6 },
};

export function typesOf(from: ObjectName, to: ObjectName): Types {
  const types = TYPES[`${from} ${to}`];
  if (!types) throw Refusal.invalid(`There is no association from ${from} to ${to} in this stand-in.`);
  return types;
}

/** The types of one association, as it is seen from one side. */
export function labelsOf(from: ObjectName, to: ObjectName, isPrimary: boolean) {
  const { plain, primary } = typesOf(from, to);
  const first = isPrimary && primary ? [{ category: "HUBSPOT_DEFINED", typeId: primary, label: "Primary" }] : [];
  return [...first, { category: "HUBSPOT_DEFINED", typeId: plain, label: null }];
}

/** The records of an object that a record is associated with; archived ones are left out. */
export function associatedWith(at: At, id: string, to: ObjectName): { id: string; isPrimary: boolean }[] {
  const { crm, portal, object } = at;
  return crm
    .links(portal.id)
    .of({ object, id }, to)
    .filter((each) => find({ ...at, object: to }, each.id) !== undefined);
}

/** Associates two records; both must be there. `typeIds` without any is the usual type. */
export function associate(at: At, fromId: string, to: End, typeIds: readonly number[] = []): void {
  const { crm, portal, object } = at;
  const { plain, primary } = typesOf(object, to.object);
  const wrong = typeIds.find((each) => each !== plain && each !== primary);
  if (wrong !== undefined)
    throw Refusal.invalid(`Association type ${wrong} is not valid between ${object} and ${to.object}.`);
  const { from, other } = ends(at, fromId, to);
  const before = crm.links(portal.id).between(from, other);
  const byOne = primary !== undefined;
  const child = byOne && from.object === "companies" ? other : from;
  const isFirst = byOne && !associatedWith({ ...at, object: child.object }, child.id, "companies").length;
  const isPrimary = byOne && (isFirst || (before?.isPrimary ?? false) || typeIds.includes(primary));
  if (before?.isPrimary === isPrimary) return;
  if (isPrimary) withoutPrimary(at, child);
  put(at, { ...ordered(from, other), isPrimary }, false);
  if (by(at)) crm.calls.wrote("associations created");
}

export function dissociate(at: At, fromId: string, to: End): void {
  const { crm, portal, object } = at;
  const link = crm.links(portal.id).between({ object, id: fromId }, to);
  if (!link) return;
  crm.removeLink(portal.id, link);
  tell(at, link, true);
  if (by(at)) crm.calls.wrote("associations archived");
}

const by = ({ crm, by: writer }: At) => writer === crm.app;

/** A record has one primary company. */
function withoutPrimary({ crm, portal }: At, child: End): void {
  for (const link of crm.links(portal.id).all(child))
    if (link.isPrimary) crm.putLink(portal.id, { ...link, isPrimary: false });
}

function ends(at: At, fromId: string, to: End): { from: End; other: End } {
  const [from, other] = [find(at, fromId), find({ ...at, object: to.object }, to.id)];
  const missing = [...(from ? [] : [fromId]), ...(other ? [] : [to.id])];
  if (!from || !other)
    throw new Refusal(404, "OBJECT_NOT_FOUND", `These records do not exist: ${missing.join(", ")}`, {
      context: { ids: missing },
    });
  return { from: { object: at.object, id: from.id }, other: { object: to.object, id: other.id } };
}

function put(at: At, link: Link, isRemoved: boolean): void {
  at.crm.putLink(at.portal.id, link);
  tell(at, link, isRemoved);
}

/** Both sides have changed, and a webhook for each says so. */
function tell(at: At, { a, b, isPrimary }: Link, associationRemoved: boolean): void {
  const { crm, portal, by } = at;
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    touch({ ...at, object: from.object }, from.id);
    crm.report({
      portalId: portal.id,
      subscriptionType: `${SINGULAR[from.object]}.associationChange`,
      occurredAt: crm.clock.now(),
      associationType: `${SINGULAR[from.object]}_TO_${SINGULAR[to.object]}`.toUpperCase(),
      fromObjectId: Number(from.id),
      toObjectId: Number(to.id),
      associationRemoved,
      isPrimaryAssociation: isPrimary,
      changeSource: by.source,
      sourceId: by.sourceId,
    });
  }
}
