import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { errorCode } from "../problem";
import type { AppResponse } from "./protocol";
import { signatureOf } from "./signature";

/** The body of a request to the app. */
export type AppRequest = { method: "POST" | "PUT"; url: string; body: string; headers: Record<string, string> };

/** The app is not listening, so it was not called. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

const NOT_CALLED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/**
 * Sends a signed request and reads the response, however long it takes. Throws Unreachable, or the error that ended
 * it.
 */
export async function callApp(
  { method, url, body, headers }: AppRequest,
  { signingKey, signal }: { signingKey: string; signal: AbortSignal },
): Promise<AppResponse> {
  // fetch would give up after five minutes; a step may take longer.
  const request = (url.startsWith("https:") ? requestHttps : requestHttp)(url, {
    method,
    signal,
    // A separate connection: a restarting app may close a kept one just when it is used.
    agent: false,
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "x-inngest-server-kind": "cloud",
      "x-inngest-signature": signatureOf(body, signingKey),
      ...headers,
    },
  });
  return new Promise((done, fail) => {
    request.on("error", (error) => {
      fail(NOT_CALLED.includes(errorCode(error) ?? "") ? new Unreachable(error.message, { cause: error }) : error);
    });
    request.on("response", (response) => {
      const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
      text(response).then(
        (content) => done({ status: response.statusCode ?? 0, headers: Object.fromEntries(flat), body: content }),
        fail,
      );
    });
    request.end(body);
  });
}
