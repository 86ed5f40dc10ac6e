import "server-only";
import type { Catalog } from "@/lib/catalog";
import { groupBy } from "@/lib/group-by";
import { own } from "@/lib/own";
import { importerFor, importerOf, timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import type { Choice, Choices, FileOptions } from "../schema";

interface Named {
  /** The object that the record is of. */
  entity: string;
  id: string;
}

/** Decisions about a file, as far as they can name records. */
interface Decisions {
  entity: string | null;
  options: Partial<FileOptions>;
  choices: Choices;
}

type Columns = Catalog["columns"];

/** The columns of an object, whose references decisions name. */
const columnsOf = (ctx: Ctx, entity: string | null): Columns => importerFor(ctx, entity)?.catalog.columns ?? {};

/** The record that a choice names for values of a field, if it names one. */
function chosenRecord(columns: Columns, field: string, choice: Choice | null): Named | null {
  const to = own(columns, field)?.to;
  return choice?.do === "use" && to ? { entity: to, id: choice.id } : null;
}

const ownerOf = ({ owner }: Partial<FileOptions>): Named | null =>
  owner?.kind === "member" ? { entity: "member", id: owner.memberId } : null;
function answered(entity: string | null, { answers = {} }: Partial<FileOptions>): Named[] {
  const records = importerOf(entity)?.questions?.records ?? {};
  return Object.entries(records).flatMap(([question, of]) => {
    const id = answers[question];
    return id ? [{ entity: of, id }] : [];
  });
}

/** The records that decisions name and that the actor may not point to. */
async function hiddenIn(ctx: Ctx, { entity, options, choices }: Decisions) {
  const columns = columnsOf(ctx, entity);
  const chosen = Object.entries(choices).flatMap(([field, ofField]) =>
    Object.values(ofField).map((choice) => chosenRecord(columns, field, choice)),
  );
  const same = Object.entries(options.constants ?? {}).map(([field, one]) => chosenRecord(columns, field, one));
  const named = [ownerOf(options), ...answered(entity, options), ...chosen, ...same].filter((one) => one !== null);
  const visible = new Set<string>();
  for (const [of, records] of groupBy(named, (one) => one.entity)) {
    const found = await timelineOf(of)?.scope.load(
      ctx,
      records.map(({ id }) => id),
    );
    for (const { id } of found ?? []) visible.add(`${of} ${id}`);
  }
  const isHidden = (one: Named | null) => one !== null && !visible.has(`${one.entity} ${one.id}`);
  return { hidden: named.filter(isHidden), isHidden };
}

/** NOT_FOUND where a decision names a record that the actor may not point to, or that is not of this workspace. */
export async function requireNamed(ctx: Ctx, decisions: Decisions): Promise<void> {
  const [unknown] = (await hiddenIn(ctx, decisions)).hidden;
  if (unknown) throw notFound(timelineOf(unknown.entity)?.scope.noun);
}

/** Decisions that are taken over from an earlier file, without those that name records which the actor may not see. */
export async function withoutUnseen<D extends Decisions & { options: FileOptions }>(
  ctx: Ctx,
  decisions: D,
): Promise<D> {
  const { isHidden } = await hiddenIn(ctx, decisions);
  const { entity, options } = decisions;
  const columns = columnsOf(ctx, entity);
  const choices = Object.entries(decisions.choices).map(([field, ofField]) => {
    const visible = Object.entries(ofField).filter(([, choice]) => !isHidden(chosenRecord(columns, field, choice)));
    return [field, Object.fromEntries(visible)];
  });
  return {
    ...decisions,
    options: {
      ...options,
      constants: Object.fromEntries(
        Object.entries(options.constants).filter(([field, one]) => !isHidden(chosenRecord(columns, field, one))),
      ),
      ...(isHidden(ownerOf(options)) ? { owner: { kind: "me" } } : {}),
      // One answer may depend on another: without its record none of them holds.
      ...(answered(entity, options).some(isHidden) ? { answers: {} } : {}),
    },
    choices: Object.fromEntries(choices),
  };
}
