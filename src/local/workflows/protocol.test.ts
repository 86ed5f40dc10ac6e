import { describe, expect, test } from "vitest";
import { type AppResponse, readReply } from "./protocol";

/** An answer of the SDK. */
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): AppResponse => ({
  status,
  headers: { "x-inngest-sdk": "js:v4.24.0", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const op = (name: string) => answer(206, [{ id: "a1", op: name, opts: {} }]);

describe("requests that the app does not use are reported as errors", () => {
  test.each([
    [answer(201, { status: 200, body: "{}" }), "a streamed reply (status 201)"],
    [op("WaitForSignal"), "the operation WaitForSignal (step.waitForSignal)"],
    [op("AIGateway"), "the operation AIGateway (step.ai.infer)"],
    [op("Gateway"), "the operation Gateway (step.fetch)"],
    [op("DiscoveryRequest"), "the operation DiscoveryRequest (durable endpoints)"],
    [op("DeferAdd"), "the operation DeferAdd (deferred functions)"],
    [op("DeferAbort"), "the operation DeferAbort (deferred functions)"],
    [op("OfTomorrow"), "the operation OfTomorrow (unknown)"],
  ])("%o is %s", (reply, what) => {
    expect(readReply(reply)).toEqual({ kind: "unsupported", what });
  });

  test("one of several operations is enough", () => {
    const both = answer(206, [
      { id: "a1", op: "StepRun", data: 1 },
      { id: "b2", op: "DeferAdd" },
    ]);
    expect(readReply(both)).toMatchObject({ kind: "unsupported" });
  });
});

describe("an answer that is no answer of the SDK fails the attempt, and is tried again", () => {
  test.each([
    ["something in front", { ...answer(200, { done: true }), headers: {} }, "NoSdkError"],
    ["no JSON", answer(200, "<html>"), "InvalidReplyError"],
    ["no list of operations", answer(206, { id: "a1" }), "InvalidReplyError"],
    ["an operation without an id", answer(206, [{ op: "StepRun" }]), "InvalidReplyError"],
  ])("%s", (_why, reply, name) => {
    expect(readReply(reply)).toMatchObject({ kind: "error", retriable: true, error: { name } });
  });
});

test("a finished run answers with its data, steps with what they ask for and when to come again", () => {
  expect(readReply(answer(200, { done: "x" }))).toEqual({ kind: "finished", data: { done: "x" } });
  const asked = answer(206, [{ id: "a1", op: "StepError", error: { name: "Error" } }], {
    "retry-after": "2026-11-20T10:00:00.000Z",
    "x-inngest-req-version": "2",
  });
  expect(readReply(asked)).toMatchObject({
    kind: "ops",
    ops: [{ id: "a1", op: "StepError" }],
    retryAt: "2026-11-20T10:00:00.000Z",
    requestVersion: 2,
  });
});

test("an error is kept in its own words, and only the app says that it is for good", () => {
  const error = { name: "TypeError", message: "no", stack: "TypeError: no\n  at x" };
  expect(readReply(answer(500, error))).toEqual({ kind: "error", error, retriable: true, retryAt: undefined });
  expect(readReply(answer(400, error, { "x-inngest-no-retry": "true" }))).toMatchObject({ retriable: false });
  expect(readReply(answer(502, {}))).toMatchObject({
    retriable: true,
    error: { name: "Error", message: "The app answered status 502." },
  });
});
