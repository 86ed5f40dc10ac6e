import { z } from "zod";
import { readJson } from "./json";

/** The app's reply to a call, as the engine understands it. */
export type Reply =
  | { kind: "finished"; data: unknown }
  | { kind: "ops"; ops: Op[]; retryAt: string | undefined; requestVersion: number | undefined }
  | { kind: "error"; error: RunError; retriable: boolean; retryAt: string | undefined }
  /** Nothing listens there: the app was not called. */
  | { kind: "unreachable"; reason: string }
  | { kind: "unsupported"; what: string };

/** An error as runs and steps store it. */
export type RunError = { name: string; message: string; stack?: string; cause?: unknown };

const opSchema = z.looseObject({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** One operation that a function asks for. */
export type Op = z.output<typeof opSchema>;

const UNSUPPORTED_OPS: Record<string, string> = {
  WaitForSignal: "step.waitForSignal",
  AIGateway: "step.ai.infer",
  Gateway: "step.fetch",
  DiscoveryRequest: "durable endpoints",
  DeferAdd: "deferred functions",
  DeferAbort: "deferred functions",
};

const SUPPORTED_OPS = [
  "StepRun",
  "StepError",
  "StepFailed",
  "StepPlanned",
  "Sleep",
  "WaitForEvent",
  "InvokeFunction",
  "RunComplete",
];

/** An HTTP answer of the app. */
export type AppResponse = { status: number; headers: Record<string, string | undefined>; body: string };

/** Reads an answer of the app. */
export function readReply({ status, headers, body }: AppResponse): Reply {
  const retryAt = headers["retry-after"];
  const failed = (error: RunError, retriable = true): Reply => ({ kind: "error", error, retriable, retryAt });
  if (headers["x-inngest-sdk"] === undefined) {
    return failed({
      name: "NoSdkError",
      message: `Status ${status} came from something in front of the app, not from the SDK.`,
    });
  }
  if (status === 201) return { kind: "unsupported", what: "a streamed reply (status 201)" };
  const content = parse(body);
  if (content === undefined)
    return failed({ name: "InvalidReplyError", message: `Status ${status} with a body that is not JSON.` });
  if (status === 200) return { kind: "finished", data: content.value };
  if (status === 206) {
    const ops = z.array(opSchema).safeParse(content.value);
    if (!ops.success)
      return failed({ name: "InvalidReplyError", message: `Not a list of operations: ${ops.error.message}` });
    const strange = ops.data.find(({ op }) => !SUPPORTED_OPS.includes(op));
    if (strange) {
      return { kind: "unsupported", what: `the operation ${strange.op} (${UNSUPPORTED_OPS[strange.op] ?? "unknown"})` };
    }
    const version = Number(headers["x-inngest-req-version"]);
    return { kind: "ops", ops: ops.data, retryAt, requestVersion: Number.isInteger(version) ? version : undefined };
  }
  return failed(errorOf(content.value, `The app answered status ${status}.`), headers["x-inngest-no-retry"] !== "true");
}

/** The fields of an error that the protocol knows, without any others. */
export function errorOf(value: unknown, otherwise: string): RunError {
  const given = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const text = (name: string) => (typeof given[name] === "string" ? (given[name] as string) : undefined);
  const stack = text("stack");
  return {
    name: text("name") ?? "Error",
    message: text("message") ?? text("error") ?? otherwise,
    ...(stack === undefined ? {} : { stack }),
    ...(given.cause === undefined ? {} : { cause: given.cause }),
  };
}

function parse(body: string): { value: unknown } | undefined {
  try {
    return { value: readJson(body) };
  } catch {
    return undefined;
  }
}
