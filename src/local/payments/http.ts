import { createServer, type IncomingMessage, type Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { readBody } from "../read-body";
import { answerApi } from "./api";
import type { Context } from "./context";
import type { Answer, Asked } from "./exchange";
import type { Faults } from "./faults";
import { answerPage } from "./pages/answer-page";
import { answerTime, TIME_PATH } from "./time-travel";

const LONGEST_BODY = 1_000_000;

type Options = { context: Context; faults: Faults; answered(): void };

/** The web server: the API below /v1 and /v2, the hosted pages elsewhere. */
export function createHttp({ context, faults, answered }: Options): Server {
  return createServer((request, response) => {
    answerTo(request)
      .catch((error: unknown): Answer => {
        console.error("The payments stand-in could not answer a request.", error);
        return plain(500, "An error of the stand-in.");
      })
      .then(({ status, headers, body }) => {
        // The rest of a body that is too long is not read, so the connection cannot be used again.
        const close = request.complete ? {} : { connection: "close" };
        response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers, ...close });
        response.end(request.method === "HEAD" ? undefined : body);
        answered();
      })
      .catch((error: unknown) => {
        console.error("The payments stand-in could not send an answer.", error);
        response.destroy();
      });
  });

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request, LONGEST_BODY);
    if (body === undefined) return plain(413, "The request is too long.");
    const { url = "/", method = "GET", headers } = request;
    const [path = "/", query = ""] = url.split(/\?(.*)/s);
    const asked: Asked = { method, path, query, headers, body };
    if (/^\/v[12]\//.test(path)) {
      const delayMs = faults.delayOf(asked);
      if (delayMs > 0) await pause(delayMs);
      return answerApi(context, asked, faults);
    }
    if (path === TIME_PATH) return answerTime(context, asked);
    return answerPage(context, asked, request.socket.remoteAddress ?? "");
  }
}

function plain(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}
