import type { Stage } from "../stage";

/** The caller's headers, as the browser sends them. */
export function callerHeaders({ person }: Stage): Record<string, string> {
  return { cookie: person.cookie, "x-workspace": person.workspace };
}

/** The address of a tRPC query with its input. */
export function queryUrl(stage: Stage, procedure: string, input: unknown): string {
  return `${stage.app.url}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
}

/** The answer to one tRPC query. Throws when it is a refusal. */
export async function ask<Answer>(stage: Stage, procedure: string, input: unknown): Promise<Answer> {
  return await answerOf(fetch(queryUrl(stage, procedure, input), { headers: callerHeaders(stage) }));
}

/** The answer to one tRPC mutation. Throws when it is a refusal. */
export async function tell<Answer>(stage: Stage, procedure: string, input: unknown): Promise<Answer> {
  return await answerOf(sendTo(stage, procedure, input));
}

/** The response to one tRPC mutation, whatever its status. */
export async function sendTo(stage: Stage, procedure: string, input: unknown): Promise<Response> {
  const headers = { ...callerHeaders(stage), "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(input) };
  return await fetch(`${stage.app.url}/api/trpc/${procedure}`, request);
}

async function answerOf<Answer>(sent: Promise<Response>): Promise<Answer> {
  const response = await sent;
  const text = await response.text();
  if (!response.ok) throw new Error(`The app answered ${response.status}: ${text.slice(0, 400)}`);
  return JSON.parse(text).result.data as Answer;
}
