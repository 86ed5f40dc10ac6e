import "server-only";
import { groupBy } from "@/lib/group-by";
import { own } from "@/lib/own";
import { importerFor, importerOf, timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { invalid, notFound } from "@/server/errors";
import type { Choice, Choices, FileOptions } from "../schema";

/** Decisions about a file, as far as they can name records. */
interface Decisions {
  entity: string | null;
  options: FileOptions;
  choices: Choices;
}

/** A record of an object that a decision names, and the way to take that decision back. */
interface Named {
  /** Null where the field holds no record, so that it would hold the id as a text. */
  entity: string | null;
  id: string;
  path: string;
  label: string;
  takeBack(decisions: Decisions): void;
}

function namedIn(ctx: Ctx, { entity, options, choices }: Decisions): Named[] {
  const columns = importerFor(ctx, entity)?.catalog.columns ?? {};
  const named: Named[] = [];
  const add = (of: string | undefined, id: string | null | undefined, takeBack: Named["takeBack"]) => {
    if (of && id) named.push({ entity: of, id, path: "", label: "", takeBack });
  };
  const addChoice = (path: string, field: string, choice: Choice, takeBack: Named["takeBack"]) => {
    const column = own(columns, field);
    if (!column || choice.do !== "use") return;
    const entity = column.kind === "reference" ? (column.to ?? null) : null;
    named.push({ entity, id: choice.id, path, label: column.label, takeBack });
  };
  const { owner } = options;
  add("member", owner.kind === "member" ? owner.memberId : null, (of) => {
    of.options.owner = { kind: "me" };
  });
  for (const [question, of] of Object.entries(importerOf(entity)?.questions?.records ?? {}))
    add(of, options.answers[question], (all) => {
      // One answer may depend on another: without its record none of them holds.
      all.options.answers = {};
    });
  for (const [field, constant] of Object.entries(options.constants))
    addChoice(`options.constants.${field}`, field, constant, (of) => delete of.options.constants[field]);
  for (const [field, ofField] of Object.entries(choices))
    for (const [text, choice] of Object.entries(ofField))
      addChoice("choices", field, choice, (of) => delete of.choices[field]?.[text]);
  return named;
}

/** The records that decisions name and that the actor may not point to, or whose field holds none. */
async function hiddenIn(ctx: Ctx, decisions: Decisions): Promise<Named[]> {
  const hidden: Named[] = [];
  for (const [entity, records] of groupBy(namedIn(ctx, decisions), (one) => one.entity)) {
    const ids = records.map(({ id }) => id);
    const visible = new Set((await timelineOf(entity ?? "")?.scope.load(ctx, ids))?.map(({ id }) => id));
    hidden.push(...records.filter(({ id }) => !visible.has(id)));
  }
  return hidden;
}

/** NOT_FOUND where a decision names a record that the actor may not point to; VALIDATION where its field holds no record. */
export async function requireNamed(ctx: Ctx, decisions: Decisions): Promise<void> {
  const [refused] = await hiddenIn(ctx, decisions);
  if (!refused) return;
  const { entity, path, label } = refused;
  if (entity === null)
    throw invalid(
      path,
      `${label} does not take a record. Replace the value with a text: {"do": "replace", "text": "…"}.`,
    );
  throw notFound(timelineOf(entity)?.scope.noun);
}

/** Decisions that are taken over from an earlier file, without those that name records which the actor may not see. */
export async function withoutUnseen(ctx: Ctx, { entity, options, choices }: Decisions): Promise<Decisions> {
  const left = structuredClone({ entity, options, choices });
  for (const { takeBack } of await hiddenIn(ctx, left)) takeBack(left);
  return left;
}
