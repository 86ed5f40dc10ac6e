import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import S3rver from "@20minutes/s3rver";
import Account from "@20minutes/s3rver/lib/models/account.js";
import { listenOn } from "../ports";
import { newSecret } from "../state";
import { isSignedLink } from "./signed-link";

const bucket = "throughline-files";
/** Pages send parts and read files by signed addresses. */
const cors =
  "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod><AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader></CORSRule></CORSConfiguration>";

/** The keys by which the app and the server know each other. */
export type StorageKeys = { accessKey: string; secretKey: string };

/** A running stand-in for storage: it speaks the S3 protocol, and keeps objects in a folder. */
export type StorageServer = StorageKeys & { url: string; bucket: string; stop(): Promise<void> };

export const newStorageKeys = (): StorageKeys => ({
  accessKey: newSecret().replaceAll(/\W/g, "").slice(0, 20).toUpperCase(),
  secretKey: newSecret(),
});

/** Starts storage for files in `dir`. */
export async function startStorage({
  port,
  dir,
  keys = newStorageKeys(),
}: {
  port: number;
  dir: string;
  keys?: StorageKeys;
}): Promise<StorageServer> {
  const options = {
    directory: dir,
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: bucket, configs: [cors] }],
  };
  const app = new S3rver(options);
  Account.DUMMY_ACCOUNT.createKeyPair(keys.accessKey, keys.secretKey);
  await app.configureBuckets();
  const answer = app.callback();
  // The library signs lists without the slash at the end of their path, which the SDK signs, and some signs of links otherwise.
  const answerUnchecked = new S3rver({ ...options, allowMismatchedSignatures: true }).callback();
  const http = createServer((request, response) => {
    const upload = uploadOf(request);
    const folder =
      upload !== null && /^[0-9a-f]{32}$/.test(upload) ? join(dir, bucket, "._S3rver_uploads", upload) : null;
    if (upload !== null && (folder === null || !existsSync(folder))) refuse(request, response, "NoSuchUpload");
    else if (folder !== null && request.method === "POST")
      void withoutParts(request, folder).then((lacking) =>
        lacking ? refuse(request, response, "InvalidPart") : answer(request, response),
      );
    else if (folder !== null && request.method === "DELETE" && isFrom(request, keys)) end(folder, response);
    else if (isLink(request))
      void isSignedLink(addressOf(request), keys).then((is) => (is ? answerUnchecked : answer)(request, response));
    else (isList(request) ? answerUnchecked : answer)(request, response);
  });
  await listenOn(http, { port, host: "127.0.0.1", name: "storage stand-in" });
  const stop = async () => {
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeAllConnections();
    await closed;
  };
  return { ...keys, url: `http://127.0.0.1:${port}`, bucket, stop };
}

const addressOf = ({ url = "/", headers }: IncomingMessage): URL => new URL(url, `http://${headers.host}`);

/** The upload in parts that a request names. */
const uploadOf = (request: IncomingMessage): string | null => addressOf(request).searchParams.get("uploadId");

/** A download by a signed address. */
const isLink = (request: IncomingMessage): boolean =>
  request.method === "GET" && addressOf(request).searchParams.has("X-Amz-Signature");

const isFrom = ({ headers }: IncomingMessage, { accessKey }: StorageKeys): boolean =>
  headers.authorization?.includes(`Credential=${accessKey}/`) === true;

/** Ends an upload: the library knows no such request. */
function end(folder: string, response: ServerResponse): void {
  rm(folder, { recursive: true, force: true }).then(
    () => response.writeHead(204).end(),
    () => response.writeHead(500).end(),
  );
}

/** Uploads and parts that do not exist: the library would begin them anew, or end with its process. */
function refuse(request: IncomingMessage, response: ServerResponse, code: "NoSuchUpload" | "InvalidPart"): void {
  request.resume();
  const text = `<Error><Code>${code}</Code><Message>The upload, or a part of it, does not exist.</Message></Error>`;
  response.writeHead(code === "NoSuchUpload" ? 404 : 400, { "content-type": "application/xml" }).end(text);
}

/** Whether a request that puts parts together names one that has not arrived; its body stays to be read. */
async function withoutParts(request: IncomingMessage, folder: string): Promise<boolean> {
  const length = Number(request.headers["content-length"] ?? 0);
  const blocks: Buffer[] = [];
  for (let read = 0; read < length && !request.destroyed; ) {
    const block: Buffer | null = request.read();
    if (block) {
      blocks.push(block);
      read += block.length;
    } else await Promise.race([once(request, "readable"), once(request, "close")]);
  }
  const body = Buffer.concat(blocks);
  if (!request.destroyed) request.unshift(body);
  const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number = ""]) => number);
  return named.some((number) => !existsSync(join(folder, number)));
}

const isList = (request: IncomingMessage): boolean =>
  request.method === "GET" && addressOf(request).pathname === `/${bucket}/`;
