import { z } from "zod";
import type { Crm } from "./crm";
import { Refusal } from "./refusal";
import type { Answer, Asked } from "./route";
import { isoOf } from "./times";

type Problem = { status: "error"; category: string; message: string; context: Record<string, string[]> };
type Failed = { refusal: Refusal; context: Record<string, string[]> };

/** The inputs of a batch. Throws a Refusal where there are none, too many or others. */
export function inputsIn<Schema extends z.ZodType>(body: unknown, schema: Schema, most = 100): z.output<Schema>[] {
  const read = z.object({ inputs: z.array(schema) }).safeParse(body);
  if (!read.success) throw Refusal.invalid(`Invalid input JSON: ${z.prettifyError(read.error)}`);
  const { inputs } = read.data;
  if (inputs.length === 0) throw Refusal.invalid("The batch has no inputs.");
  if (inputs.length > most)
    throw Refusal.invalid(`The batch has ${inputs.length} inputs; ${most} are the most.`, {
      context: { limit: [String(most)] },
    });
  return inputs;
}

/** Throws a Refusal if two inputs are for one record. */
export function checkOnce(ids: readonly string[]): void {
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) throw Refusal.invalid(`Duplicate IDs found in batch input: [${twice.join(", ")}].`);
}

/** Does the work of each input; those that are refused become errors, and the answer is then 207. */
export function eachInput<Input, Result>(
  { at: { crm } }: Asked,
  inputs: readonly Input[],
  {
    status,
    work,
    contextOf,
  }: { status: number; work(input: Input): Result; contextOf(input: Input): Record<string, string[]> },
): Answer {
  const startedAt = isoOf(crm.clock.now());
  const results: Result[] = [];
  const failed: Failed[] = [];
  for (const input of inputs) {
    try {
      results.push(work(input));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failed.push({ refusal: error, context: contextOf(input) });
    }
  }
  return answerOf(crm, { status, results, failed, startedAt });
}

export function answerOf(
  crm: Crm,
  { status, results, failed, startedAt }: { status: number; results: unknown[]; failed: Failed[]; startedAt: string },
): Answer {
  const body = { status: "COMPLETE", results, startedAt, completedAt: isoOf(crm.clock.now()) };
  if (failed.length === 0) return { status, body };
  return { status: 207, body: { ...body, numErrors: failed.length, errors: grouped(failed) } };
}

/** One error for all inputs with the same words. */
function grouped(failed: readonly Failed[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { refusal, context } of failed) {
    const key = `${refusal.category} ${refusal.message}`;
    const found = problems.get(key);
    const { category, message } = refusal;
    if (!found) problems.set(key, { status: "error", category, message, context: { ...context }, ...details(refusal) });
    else
      for (const [name, values] of Object.entries(context))
        found.context[name] = [...(found.context[name] ?? []), ...values];
  }
  return [...problems.values()];
}

function details({ more: { errors, subCategory } }: Refusal) {
  return { ...(errors ? { errors } : {}), ...(subCategory ? { subCategory } : {}), links: {} };
}
