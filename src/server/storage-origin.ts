import "server-only";
import { env } from "@/env";

/** The origin to which browsers send parts of files; empty where parts go through the app. */
export function storageOrigin(): string {
  const { STORAGE_CLIENT_URL: url, STORAGE_BUCKET: bucket, STORAGE_PATH_STYLE: inPath } = env;
  if (url === undefined || bucket === undefined) return "";
  const { protocol, host } = new URL(url);
  return inPath ? `${protocol}//${host}` : `${protocol}//${bucket}.${host}`;
}
