import { createServer, type Server } from "node:http";
import { readBody } from "../read-body";
import type { Clock } from "./clock";
import { type Asked, plain, type Reply } from "./exchange";

/** A seed of 10,000 records is one request. */
const LONGEST_BODY = 100_000_000;

export type Provider = (asked: Asked) => Promise<Reply> | Reply;

/** The web server: each provider below its own path, the rest to `otherwise`. */
export function createHttp({
  providers,
  otherwise,
  clock,
}: {
  providers: Readonly<Record<string, Provider>>;
  otherwise: Provider;
  clock: Clock;
}): Server {
  return createServer((request, response) => {
    const { url = "/", method = "GET", headers, socket } = request;
    const [whole = "/", query = ""] = url.split(/\?(.*)/s);
    const [, name = "", path = ""] = /^\/([a-z]+)(\/.*)?$/.exec(whole) ?? [];
    const provider = providers[name];
    const answer = async (): Promise<Reply> => {
      const body = await readBody(request, LONGEST_BODY);
      if (body === undefined) return plain(413, "The request is too long.");
      const asked = { method, path: provider ? path || "/" : whole, query, headers, body };
      return (provider ?? otherwise)({ ...asked, remote: socket.remoteAddress ?? "" });
    };
    answer()
      .catch((error: unknown): Reply => {
        console.error("The providers' stand-in could not answer a request.", error);
        return plain(500, "An error of the stand-in.");
      })
      .then((reply) => {
        if (!reply) {
          socket.destroy();
          return;
        }
        const close = request.complete ? {} : { connection: "close" };
        const date = new Date(clock.now()).toUTCString();
        const length = Buffer.byteLength(reply.body);
        response.writeHead(reply.status, { date, "content-length": length, ...reply.headers, ...close });
        response.end(method === "HEAD" ? undefined : reply.body);
      })
      .catch((error: unknown) => {
        console.error("The providers' stand-in could not send an answer.", error);
        response.destroy();
      });
  });
}
