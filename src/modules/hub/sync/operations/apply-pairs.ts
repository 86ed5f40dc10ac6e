import "server-only";
import type { Blocked, Value } from "@/server/sync/object";
import type { SentField } from "../row";
import { withWrite } from "../rules";
import { type FieldState, type Pair, presentBase, recordsHere } from "./assess";
import type { Change } from "./changes";
import { nameOf } from "./dry-run";
import { type Draft, draftOf } from "./links";
import type { Page } from "./page";
import { keyOf, type Problem, type Problems } from "./problems";
import { causeOf } from "./send-new";
import { ourHash, theirHash } from "./value-hash";
import { editOurs, type Refused, type Written } from "./write-ours";

export interface Compared extends Pair {
  fields: readonly FieldState[];
}

/** The work on one record: values to write here, values to send, fields on which both agree. */
interface Plan {
  both: Compared;
  incoming: (Written & { state: FieldState })[];
  intent: Record<string, SentField>;
  agreed: FieldState[];
  /** The fields that wait for a person, whose problem stays. */
  waiting: Set<string>;
}

/** Writes values of there on ours, notes those to send, and what both sides agree on from now on. */
export async function applyPairs(page: Page, pairs: readonly Compared[], problems: Problems): Promise<void> {
  const plans = pairs.map((both) => planOf(page, both, problems));
  const edits = plans.flatMap(({ both: { record }, incoming }) =>
    incoming.length > 0 ? [{ record, values: incoming }] : [],
  );
  const refused = await editOurs(page.work, edits, page.dry);
  const after = await recordsHere(
    page.work,
    edits.map(({ record }) => record.id),
  );
  for (const plan of plans) {
    const { recordId } = plan.both.link;
    settle(page, plan, {
      refused: refused.get(recordId) ?? new Map(),
      record: after.get(recordId) ?? plan.both.record,
    });
  }
  solveOthers(page, plans, problems);
}

function planOf(page: Page, both: Compared, problems: Problems): Plan {
  const plan: Plan = { both, incoming: [], intent: {}, agreed: [], waiting: new Set() };
  for (const state of both.fields) {
    const { pair, decision, ours, theirs } = state;
    const known = problems.get(keyOf({ ...both.link, field: pair.field }));
    if (decision.act !== "agree" && decision.act !== "nothing" && isWaiting(page, state, known))
      plan.waiting.add(pair.field);
    else if (decision.act === "agree") plan.agreed.push(state);
    else if (decision.act === "ask") noteConflict(page, plan, state);
    else if (decision.act === "in") {
      const read = pair.toOurs(theirs, page.partners);
      if ("value" in read) plan.incoming.push({ pair, value: read.value, state });
      else noteBlocked(page, plan, state, read.blocked);
    } else if (decision.act === "out") {
      const sent = pair.toTheirs(ours, page.partners);
      if ("props" in sent)
        plan.intent[pair.field] = {
          props: sent.props,
          ours: ourHash(ours),
          decidedBy: byOf(state),
          from: theirs,
          to: ours,
        };
      else noteBlocked(page, plan, state, sent.blocked);
    }
  }
  return plan;
}

const byOf = ({ decision, isChosen }: FieldState): string => {
  if (isChosen) return "person";
  return "by" in decision ? decision.by : "onlySide";
};

/** Whether a field waits as it is: nothing changed since it was refused, and its next try comes later. */
function isWaiting(
  { now }: Page,
  { ours, theirs, pair, isChosen }: FieldState,
  known: ReturnType<Problems["get"]>,
): boolean {
  if (!known || isChosen || known.code === "conflict") return false;
  const isSame =
    ourHash((known.ours ?? null) as Value) === ourHash(ours) &&
    theirHash((known.theirs ?? {}) as Record<string, string | null>, pair.remote) === theirHash(theirs, pair.remote);
  if (!isSame) return false;
  return known.state === "ignored" || known.nextTryAt === null || known.nextTryAt > now;
}

function note(
  page: Page,
  plan: Plan,
  { pair, ours, theirs }: FieldState,
  problem: Pick<Problem, "code" | "words" | "cause">,
): void {
  const { recordId, externalId } = plan.both.link;
  plan.waiting.add(pair.field);
  page.problems.push({ recordId, externalId, field: pair.field, ours, theirs, ...problem });
}

function noteConflict(page: Page, plan: Plan, state: FieldState): void {
  const label = page.work.provider.label;
  const words = `${state.pair.label} was changed here and in ${label}. Choose the value to keep.`;
  note(page, plan, state, { code: "conflict", words, cause: state.pair.field });
  page.counts.conflicts += 1;
  sample(page, plan, state, "conflict", "here");
}

function noteBlocked(page: Page, plan: Plan, state: FieldState, blocked: Blocked): void {
  const { code, words } = blocked;
  note(page, plan, state, { code, words, cause: causeOf(blocked) });
  sample(page, plan, state, "problem", "here", words);
}

function sample(
  page: Page,
  { both: { record, link } }: Plan,
  { pair, ours, theirs }: FieldState,
  outcome: "update" | "conflict" | "problem",
  side: "here" | "there",
  words: string | null = null,
): void {
  const { externalId } = link;
  page.samples.push({ outcome, side, name: nameOf(record), externalId, field: pair.label, ours, theirs, words });
}

function settle(page: Page, plan: Plan, { refused, record }: { refused: Refused; record: Pair["record"] }): void {
  const { link, snapshot } = plan.both;
  const base: Record<string, readonly [string, string]> = { ...presentBase(page.work, link) };
  const agree = ({ pair, theirs }: FieldState) => {
    base[pair.field] = [ourHash(pair.read(record)), theirHash(theirs, pair.remote)];
  };
  for (const state of plan.agreed) {
    agree(state);
    if (state.decision.act === "agree" && state.decision.why === "oneWay") page.changes.push(kept(plan, state));
  }
  const written = plan.incoming.filter(({ pair }) => !refused.has(pair.field));
  for (const one of plan.incoming) {
    const words = refused.get(one.pair.field);
    if (words === undefined) agree(one.state);
    else note(page, plan, one.state, { code: "refusedHere", words, cause: words });
  }
  const before = page.drafts.get(link.id) ?? draftOf(link);
  const fields = [...written.map(({ pair }) => pair.field), ...newlySent(plan).map(([field]) => field)];
  const { writes, heldField } = countWrites(before, fields, page.now.getTime());
  const hasIntent = Object.keys(plan.intent).length > 0;
  page.drafts.set(link.id, {
    ...before,
    base,
    remoteVersion: later(link.remoteVersion, snapshot.version),
    seenIn: page.work.object.compares,
    intent: hasIntent && !heldField ? plan.intent : null,
    intentAt: hasIntent && !heldField ? page.now : null,
    state: heldField ? "held" : before.state,
    writes,
  });
  if (heldField) noteHeld(page, plan, heldField);
  noteWritten(page, plan, written);
}

const later = (known: string | null, now: string): string => (known !== null && known > now ? known : now);

/** The values that begin to wait: earlier ones were counted when they were decided. */
const newlySent = ({ intent, both: { link } }: Plan): [string, SentField][] =>
  Object.entries(intent).filter(([field, { ours }]) => link.intent?.[field]?.ours !== ours);

function countWrites({ writes }: Draft, fields: readonly string[], now: number) {
  const next: Record<string, readonly number[]> = { ...writes };
  let heldField: string | null = null;
  for (const field of fields) {
    const { times, isHeld } = withWrite(writes[field] ?? [], now);
    next[field] = times;
    if (isHeld) heldField = field;
  }
  return { writes: next, heldField };
}

function noteHeld(page: Page, plan: Plan, field: string): void {
  const state = plan.both.fields.find(({ pair }) => pair.field === field);
  if (!state) return;
  const words = `${state.pair.label} changed again and again in ten minutes, here and in ${page.work.provider.label}. This record is held until somebody looks at it.`;
  note(page, plan, state, { code: "keepsChanging", words, cause: field });
}

const kept = ({ both: { link } }: Plan, { pair, ours, theirs, sides }: FieldState): Change => ({
  recordId: link.recordId,
  externalId: link.externalId,
  field: pair.field,
  direction: "kept",
  decidedBy: "oneWay",
  to: sides.oursChanged ? ours : theirs,
});

function noteWritten(page: Page, plan: Plan, written: readonly (Written & { state: FieldState })[]): void {
  const { link, snapshot } = plan.both;
  for (const { pair, value, state } of written) {
    const isConflict = state.sides.oursChanged && state.sides.theirsChanged && byOf(state) !== "onlySide";
    if (isConflict) page.counts.conflicts += 1;
    const by = pair.remote.flatMap((name) => snapshot.written?.[name] ?? [])[0];
    page.changes.push({
      recordId: link.recordId,
      externalId: link.externalId,
      field: pair.field,
      direction: "in",
      decidedBy: byOf(state),
      from: state.ours,
      to: value,
      lost: isConflict ? state.ours : null,
      writer: by?.writer ?? null,
      writtenAt: by?.at ?? null,
    });
    sample(page, plan, state, isConflict ? "conflict" : "update", "here");
  }
  const sent = newlySent(plan);
  for (const [field, { decidedBy }] of sent) {
    const state = plan.both.fields.find((one) => one.pair.field === field);
    const isConflict = decidedBy !== "onlySide";
    if (isConflict) page.counts.conflicts += 1;
    if (state) sample(page, plan, state, isConflict ? "conflict" : "update", "there");
  }
  page.counts.updatedHere += written.length > 0 ? 1 : 0;
  page.counts.updatedThere += sent.length > 0 && link.intent === null ? 1 : 0;
  page.counts.unchanged += written.length === 0 && sent.length === 0 ? 1 : 0;
}

/** Problems of these records that did not come up again are over. */
function solveOthers(page: Page, plans: readonly Plan[], problems: Problems): void {
  const byRecord = new Map(plans.map((plan) => [plan.both.link.recordId, plan]));
  for (const key of problems.keys()) {
    const [recordId = "", field = ""] = key.split(" ");
    const plan = byRecord.get(recordId);
    if (plan && field !== "" && !plan.waiting.has(field)) page.solved.add(key);
  }
}
