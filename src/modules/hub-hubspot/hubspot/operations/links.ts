import "server-only";
import type { Client } from "@hubspot/api-client";
import type { RemoteWrite } from "@/server/sync/provider";
import type { Props } from "@/server/sync/snapshot";
import { associations, type RemoteObject } from "../rules";
import { answered, asked, Refused } from "./sdk";
import { hiddenIn } from "./snapshots";

const most = 100;
const category = "HUBSPOT_DEFINED" as const;

interface Linked {
  id: string;
  isPrimary: boolean;
}

/** The records of one kind with which each of these is associated. */
async function linkedWith(
  sdk: Client,
  object: RemoteObject,
  { to, typeId }: { to: RemoteObject; typeId: number },
  ids: readonly string[],
): Promise<Map<string, Linked[]>> {
  const found = new Map<string, Linked[]>();
  for (let from = 0; from < ids.length; from += most) {
    const inputs = ids.slice(from, from + most).map((id) => ({ id }));
    // Records without any are errors of the batch.
    const { results } = await answered(() => sdk.crm.associations.v4.batchApi.getPage(object, to, { inputs }));
    for (const { _from: record, to: targets } of results)
      found.set(
        record.id,
        targets.map(({ toObjectId, associationTypes }) => ({
          id: String(toObjectId),
          isPrimary: associationTypes.some((type) => type.typeId === typeId),
        })),
      );
  }
  return found;
}

/** The one that has the label, or the only one. */
function mainOf(all: readonly Linked[]): string | null {
  const [first, second] = all;
  return (all.find(({ isPrimary }) => isPrimary) ?? (second ? undefined : first))?.id ?? null;
}

/** The wanted properties of records that are associations, by the ids of the records. */
export async function linksOf(
  sdk: Client,
  object: RemoteObject,
  ids: readonly string[],
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Props>> {
  const props = new Map<string, Record<string, string | null>>(ids.map((id) => [id, {}]));
  for (const name of hiddenIn(object, wanted)) {
    const association = associations[object][name];
    if (!association || ids.length === 0) continue;
    const found = await linkedWith(sdk, object, association, ids);
    for (const [id, own] of props) own[name] = mainOf(found.get(id) ?? []);
  }
  return props;
}

/** A record of a write, with its id there. */
export interface Landed {
  write: RemoteWrite;
  id: string;
}

export interface LinkRefusal {
  key: string;
  property: string;
  refused: Refused;
}

/** Sets the associations that writes have among their properties; answers for those that were refused. */
export async function writeLinks(sdk: Client, object: RemoteObject, landed: readonly Landed[]): Promise<LinkRefusal[]> {
  const refusals: LinkRefusal[] = [];
  for (const [name, association] of Object.entries(associations[object])) {
    const set = landed.flatMap(({ write, id }) => {
      const target = write.props[name];
      return target === undefined ? [] : [{ key: write.key, id, target }];
    });
    const ended = set.filter(({ target }) => target === null);
    const made = set.flatMap(({ target, ...rest }) => (target === null ? [] : [{ ...rest, target }]));
    await endLinks(sdk, object, association, ended);
    const refused = await makeLinks(sdk, object, association, made);
    refusals.push(...refused.map((each) => ({ ...each, property: name })));
  }
  return refusals;
}

type Ending = { id: string };
type Making = { key: string; id: string; target: string };
type Association = (typeof associations)[RemoteObject][string];

/** Ends the main association alone: others that people made there stay. */
async function endLinks(sdk: Client, object: RemoteObject, association: Association, ended: readonly Ending[]) {
  const { to } = association;
  const ids = ended.map(({ id }) => id);
  const found = ids.length > 0 ? await linkedWith(sdk, object, association, ids) : new Map<string, Linked[]>();
  const inputs = ids.flatMap((id) => {
    const main = mainOf(found.get(id) ?? []);
    return main === null ? [] : [{ _from: { id }, to: [{ id: main }] }];
  });
  if (inputs.length > 0) await answered(() => sdk.crm.associations.v4.batchApi.archive(object, to, { inputs }));
}

/** One that is bad is found by halves: HubSpot does not say clearly which it was. */
async function makeLinks(
  sdk: Client,
  object: RemoteObject,
  association: Association,
  made: readonly Making[],
): Promise<{ key: string; refused: Refused }[]> {
  const [first] = made;
  if (!first) return [];
  const { to, typeId } = association;
  const types = [{ associationCategory: category as never, associationTypeId: typeId }];
  const inputs = made.map(({ id, target }) => ({ _from: { id }, to: { id: target }, types }));
  const refused = await asked(() => sdk.crm.associations.v4.batchApi.create(object, to, { inputs })).then(
    (answer) => failureIn(answer),
    (error: unknown) => {
      if (error instanceof Refused) return error;
      throw error;
    },
  );
  if (!refused) return [];
  if (made.length === 1) return [{ key: first.key, refused }];
  const half = Math.ceil(made.length / 2);
  const one = await makeLinks(sdk, object, association, made.slice(0, half));
  return [...one, ...(await makeLinks(sdk, object, association, made.slice(half)))];
}

/** The first error of a batch of which a part was done. */
function failureIn(answer: object): Refused | null {
  const [error] = "errors" in answer ? (answer.errors as { status?: string }[]) : [];
  return error ? new Refused(Number(error.status) || 400, new Headers(), JSON.stringify(error)) : null;
}
