import "server-only";
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { env } from "@/env";
import { sameAcrossBundles } from "./across-bundles.ts";
import { AppError } from "./errors.ts";
import { log } from "./log.ts";
import { requireNoTransaction } from "./outbound.ts";

/** A signed address works for so long, for everybody who has it. */
const signedSeconds = 60;
/** Parts are sent one after another: their addresses are asked for again after an hour. */
const signedPartSeconds = 3_600;
/** A silent connection counts as broken; a slow sender is not silent. */
const silenceMs = 60_000;
/** The longest wait for calls that move no bytes of files: somebody waits for their answer. */
const answerMs = 10_000;

/** Whether this installation has storage for files. */
export const storesFiles = (): boolean => env.STORAGE_BUCKET !== undefined;
/** Whether browsers reach storage: then parts and downloads do not go through the app. */
export const storageIsOpen = (): boolean => storesFiles() && env.STORAGE_CLIENT_URL !== undefined;

interface Storage {
  s3: S3Client;
  sdk: typeof import("@aws-sdk/client-s3");
  bucket: string;
}

const clients = new Map<string, S3Client>();

const nothing = () => undefined;
/** Errors of the SDK are ours to log. */
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Loads the SDK with the first file: most processes and pages need none. */
async function storageAt(url: string | undefined): Promise<Storage> {
  const { STORAGE_BUCKET: bucket, STORAGE_ACCESS_KEY: accessKeyId, STORAGE_SECRET_KEY: secretAccessKey } = env;
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    throw new AppError("UNAVAILABLE", "Storage for files is not set up.");
  const sdk = await import("@aws-sdk/client-s3");
  const known = clients.get(`${url} ${accessKeyId}`);
  if (known) return { s3: known, sdk, bucket };
  const s3 = new sdk.S3Client({
    region: env.STORAGE_REGION,
    ...(url === undefined ? {} : { endpoint: url }),
    forcePathStyle: env.STORAGE_PATH_STYLE,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 2,
    logger: silent,
    // Not every server of the protocol knows the newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: 3_000, socketTimeout: silenceMs },
  });
  clients.set(`${url} ${accessKeyId}`, s3);
  return { s3, sdk, bucket };
}

/** Calls storage. UNAVAILABLE if it is away, full or refuses us; what it does not have is NOT_FOUND. */
async function asked<T>(call: (storage: Storage) => Promise<T>): Promise<T> {
  requireNoTransaction("Storage");
  const storage = await storageAt(env.STORAGE_URL);
  try {
    return await call(storage);
  } catch (error) {
    throw translated(error);
  }
}

/** Storage lacks a part or an upload that a caller named. */
export class NotStored extends Error {
  override name = "NotStored";
}
sameAcrossBundles(NotStored, "NotStored");

/** For calls that move no bytes of files. */
const soon = () => ({ abortSignal: AbortSignal.timeout(answerMs) });

const lacking = new Set(["NoSuchKey", "NotFound", "NoSuchUpload", "InvalidPart", "InvalidPartOrder", "EntityTooSmall"]);

function translated(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { name = "Error", message: said = "" } = error as Error;
  if (lacking.has(name)) return new NotStored(name);
  // The errors of the SDK hold whole connections.
  const cause = new Error(`${name}: ${said}`);
  log.error({ err: cause }, "storage refused a call or did not answer");
  const message = isFull(error)
    ? "Storage for files is full. Nothing was saved. Ask the administrator of this installation."
    : "Storage for files does not answer. Try again in a moment; nothing was saved.";
  return new AppError("UNAVAILABLE", message, { retryAfter: 10 }, cause);
}

/** Servers name a full disk differently; the status is the same. */
const isFull = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 507;

/** A key that no object has: every key of a file begins with its workspace. */
const noKey = "status";

/**
 * Resolves when the bucket of storage answers. UNAVAILABLE otherwise. It asks for an object that does not exist: a list of the bucket takes
 * longer the more it holds, and not every server answers a question for the bucket alone.
 */
export const signOfStorage = async (): Promise<void> => {
  const asking = asked(async ({ s3, sdk, bucket }) => {
    await s3.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: noKey }), soon());
  });
  await asking.catch((error) => {
    if (!(error instanceof NotStored)) throw error;
  });
};

/** Begins an object that comes in parts; returns the id of its upload. */
export const beginStored = (key: string): Promise<string> =>
  asked(async ({ s3, sdk, bucket }) => {
    const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket: bucket, Key: key }), soon());
    if (!UploadId) throw new Error("Storage began no upload.");
    return UploadId;
  });

/** A part of an object, counted from 1. */
export interface StoredPart {
  key: string;
  storageId: string;
  number: number;
}

/** Stores a part while it comes in; returns its tag. */
export const storePart = (
  { key, storageId, number }: StoredPart,
  { body, size }: { body: Readable; size: number },
): Promise<string> =>
  asked(async ({ s3, sdk, bucket }) => {
    const command = new sdk.UploadPartCommand({
      Bucket: bucket,
      Key: key,
      UploadId: storageId,
      PartNumber: number,
      Body: body,
      ContentLength: size,
    });
    // The SDK does not hear of a sender that breaks off: it would wait for the rest.
    const broken = new AbortController();
    body.once("error", (error) => broken.abort(error));
    const { ETag } = await s3.send(command, { abortSignal: broken.signal }).catch((error: unknown) => {
      throw broken.signal.aborted ? broken.signal.reason : error;
    });
    if (!ETag) throw new Error("Storage gave a part no tag.");
    return ETag;
  });

/** Where a browser sends a part itself, by PUT, within an hour. */
export async function partAddress({ key, storageId, number }: StoredPart, size: number): Promise<string> {
  const { s3, sdk, bucket } = await storageAt(env.STORAGE_CLIENT_URL);
  const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
  const command = new sdk.UploadPartCommand({
    Bucket: bucket,
    Key: key,
    UploadId: storageId,
    PartNumber: number,
    ContentLength: size,
  });
  return await getSignedUrl(s3, command, { expiresIn: signedPartSeconds });
}

/** Puts the parts of an object together. Throws NotStored where one is missing or has another tag. */
export const completeStored = (
  key: string,
  storageId: string,
  parts: readonly { number: number; tag: string }[],
): Promise<void> =>
  asked(async ({ s3, sdk, bucket }) => {
    const Parts = parts.map(({ number, tag }) => ({ PartNumber: number, ETag: tag }));
    const names = { Bucket: bucket, Key: key, UploadId: storageId };
    await s3.send(new sdk.CompleteMultipartUploadCommand({ ...names, MultipartUpload: { Parts } }));
  });

/** Ends an upload that was not completed, if storage has it. */
export const abortStored = (key: string, storageId: string): Promise<void> =>
  asked(async ({ s3, sdk, bucket }) => {
    await s3
      .send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: storageId }), soon())
      .catch(unlessLacking);
  });

const unlessLacking = (error: unknown) => {
  if (!lacking.has((error as { name?: string }).name ?? "")) throw error;
};

/** The bytes of an object, or those from `start` to `end`, both included. Throws NotStored if it does not exist. */
export const readStored = (key: string, range?: { start: number; end: number }): Promise<Readable> =>
  asked(async ({ s3, sdk, bucket }) => {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const { Body } = await s3.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key, ...(Range ? { Range } : {}) }));
    return Body as Readable;
  });

/** The size of an object; null if it does not exist. */
export const storedSize = (key: string): Promise<number | null> =>
  asked(async ({ s3, sdk, bucket }) => {
    const found = await s3.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }), soon()).catch(unlessLacking);
    return found ? (found.ContentLength ?? 0) : null;
  });

/** Stores a small object that is in memory. */
export const storeObject = (key: string, body: Uint8Array, type: string): Promise<void> =>
  asked(async ({ s3, sdk, bucket }) => {
    await s3.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: type }));
  });

/** Copies an object within storage. Throws NotStored if it does not exist. */
export const copyStored = (from: string, to: string): Promise<void> =>
  asked(async ({ s3, sdk, bucket }) => {
    await s3.send(new sdk.CopyObjectCommand({ Bucket: bucket, Key: to, CopySource: `${bucket}/${from}` }));
  });

/** Deletes an object, if it exists. */
export const deleteStored = (key: string): Promise<void> =>
  asked(async ({ s3, sdk, bucket }) => {
    await s3.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }), soon()).catch(unlessLacking);
  });

/** Up to 1,000 keys that begin so. */
export const storedKeys = (prefix: string): Promise<string[]> =>
  asked(async ({ s3, sdk, bucket }) => {
    const { Contents = [] } = await s3.send(new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }), soon());
    return Contents.flatMap(({ Key }) => Key ?? []);
  });

/** Everything that a workspace has in storage begins so. */
export const storagePrefix = (tenantId: string): string => `${tenantId}/`;

/** Deletes everything that a workspace has in storage; nothing is done where there is no storage. */
export async function deleteAllStored(tenantId: string): Promise<void> {
  if (!storesFiles()) return;
  for (;;) {
    const keys = await storedKeys(storagePrefix(tenantId));
    if (keys.length === 0) return;
    for (const key of keys) await deleteStored(key);
  }
}

/** An address by which everybody who has it downloads an object for 60 seconds, under this name. */
export async function downloadAddress(
  key: string,
  headers: { "content-type": string; "content-disposition": string },
): Promise<string> {
  const { s3, sdk, bucket } = await storageAt(env.STORAGE_CLIENT_URL);
  const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
  const command = new sdk.GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ResponseContentType: headers["content-type"],
    ResponseContentDisposition: headers["content-disposition"],
    ResponseCacheControl: "no-store",
  });
  return await getSignedUrl(s3, command, { expiresIn: signedSeconds });
}
