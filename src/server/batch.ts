import "server-only";
import { z } from "zod";
import { type Caller, tenantCtx } from "./access.ts";
import { AppError, parseFailure } from "./errors.ts";
import { requireOpen } from "./execute.ts";
import { brokeOff } from "./http.ts";
import { claimKey, isRepeatable, readKey } from "./idempotency.ts";
import { newId } from "./new-id.ts";
import { exampleId, examplePath } from "./openapi/examples.ts";
import type { AnyOperation } from "./operation.ts";

/** The address of the API that carries out several writes, one after another. */
export const batchPath = "/batch";
const mostWrites = 100;
/** A batch that takes longer leaves its last writes undone: a proxy would give up on it soon. */
export const longestBatchMs = 30_000;

const write = z
  .strictObject({
    method: z.enum(["POST", "PUT", "PATCH", "DELETE"]),
    path: z
      .string()
      .startsWith("/", "Begin with a slash: the address below /api/v1.")
      .max(16_000)
      .meta({ description: "The address below /api/v1, with its query: `/…/{id}?version=3`." }),
    body: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "BatchWrite" });
export type BatchWrite = z.output<typeof write>;

export const batchInput = z.strictObject({
  requests: z.array(write).min(1, "Send at least one request.").max(mostWrites, `Send at most ${mostWrites} requests.`),
});

const answer = z
  .object({
    status: z.int().min(200).max(599).meta({ description: "The status that the request alone would have." }),
    requestId: z.uuid().meta({ description: "Names the request in our log." }),
    body: z.record(z.string(), z.unknown()).meta({ description: "`{ data, meta }`, or `{ error }`." }),
  })
  .meta({ id: "BatchAnswer" });
export type BatchAnswer = z.output<typeof answer>;
export const batchOutput = z.array(answer);

export const batchDescription = `Carries out up to ${mostWrites} writes one after another, each in a transaction of its own, and answers each in its place; one that is refused does not stop the others. The status is 200 whatever the answers are. Each write counts as a request, and so does the batch.`;

/** The batch that the documentation shows. */
export const batchExample = {
  requests: [
    { method: "PUT", path: examplePath, body: { externalSource: "ERP", externalId: "17", name: "Harbour Cranes" } },
    { method: "DELETE", path: `${examplePath}/${exampleId}?version=2` },
  ],
};

/** How one write is carried out: `caller` has a request id of its own, `key` is that of this write. */
type Dispatch = (caller: Caller, write: BatchWrite, key: string | null) => Promise<Omit<BatchAnswer, "requestId">>;

interface Batch {
  caller: Caller;
  request: Request;
  read: () => Promise<unknown>;
  dispatch: Dispatch;
  longestMs: number;
}

/** Answers each write of a batch. The body is read only after the caller is known. */
export async function answerBatch({ caller, request, read, dispatch, longestMs }: Batch): Promise<BatchAnswer[]> {
  const ctx = await tenantCtx(caller);
  requireOpen(ctx);
  const key = readKey(request);
  const parsed = batchInput.safeParse(await read());
  if (!parsed.success) throw parseFailure(parsed.error);
  const { requests } = parsed.data;
  if (key !== null) await claimKey(ctx, key, [batchPath, requests]);
  const answers: BatchAnswer[] = [];
  const endsAt = performance.now() + longestMs;
  let refusal: Omit<BatchAnswer, "requestId"> | null = null;
  for (const [place, one] of requests.entries()) {
    if (request.signal.aborted) throw brokeOff();
    const own: Caller = { ...caller, requestId: newId() };
    if (place > 0 && performance.now() > endsAt) refusal ??= tooLate;
    const done: Omit<BatchAnswer, "requestId"> = refusal ?? (await dispatch(own, one, key && `${key} ${place}`));
    if (own.rate) caller.rate = own.rate;
    if (endsBatch.has(done.status)) refusal = done;
    answers.push({ requestId: own.requestId, ...done });
  }
  return answers;
}

/** After these no write of this caller is carried out for now: the next ones get the same answer untried. */
const endsBatch = new Set([401, 429]);

const tooLate: Omit<BatchAnswer, "requestId"> = {
  status: 503,
  body: {
    error: {
      code: "UNAVAILABLE",
      message: "This batch took too long. Nothing was changed by this request. Send it again in another batch.",
      details: { retryAfter: 1 },
    },
  },
};

/**
 * Rejects a request that has no place in a batch: a query, a change that calls other services or answers with a secret, and
 * anything outside a workspace.
 */
export function requireBatched(operation: AnyOperation): void {
  if (operation.kind === "query")
    throw new AppError("VALIDATION", "A batch carries out changes only. Send this request by itself.");
  if (!isRepeatable(operation)) throw unbatched();
}

export const unbatched = () => new AppError("VALIDATION", "This request does not go into a batch. Send it by itself.");
