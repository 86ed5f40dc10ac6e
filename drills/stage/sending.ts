import { partBytes, partCount, partSize, partsAtOnce } from "@/modules/platform/data/files/rules";
import type { Stage } from "./stage";
import type { Workspace } from "./workspace";

/** Where bytes go, and the file that they become. */
export interface Sent {
  recordId: string;
  name: string;
  size: number;
}

/** An account with files; returns its id. */
export async function makeAccount({ rest }: Workspace, name: string): Promise<string> {
  const { status, data, text } = await rest.ask({ method: "POST", path: "/accounts", body: { name } });
  if (status !== 201) throw new Error(`The account was not made: ${status} ${text}`);
  return String(data.id);
}

/** Begins an upload; returns the status and the id. */
export async function begin({ rest }: Workspace, { recordId, name, size }: Sent) {
  const body = { entity: "account", recordId, name, size };
  const { status, data, text } = await rest.ask({ method: "POST", path: "/file-uploads", body });
  return { status, text, id: String(data.id) };
}

/** Sends a part to the app; returns the status. */
export async function sendPart(
  { app }: Stage,
  { rest, slug }: Workspace,
  part: { id: string; number: number; bytes: Uint8Array },
): Promise<number> {
  const url = `${app.url}/api/files/uploads/${part.id}/parts/${part.number}?workspace=${slug}`;
  const { status, body } = await fetch(url, { method: "PUT", headers: rest.headers, body: part.bytes as BodyInit });
  await body?.cancel();
  return status;
}

/** Sends all parts of an upload, some at once, as the screens do; without bytes any. Throws if one is refused. */
export async function sendAll(
  stage: Stage,
  workspace: Workspace,
  { id, size, bytes: given }: { id: string; size: number; bytes?: Uint8Array },
): Promise<void> {
  const any = Buffer.alloc(partBytes, "x");
  const last = partCount(size);
  let next = 1;
  const one = async () => {
    while (next <= last) {
      const number = next++;
      const from = (number - 1) * partBytes;
      const bytes = given ? given.subarray(from, from + partBytes) : any.subarray(0, partSize(size, number));
      const status = await sendPart(stage, workspace, { id, number, bytes });
      if (status !== 201) throw new Error(`Part ${number} was refused with ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: partsAtOnce }, one));
}

export const complete = ({ rest }: Workspace, id: string) =>
  rest.ask({ method: "POST", path: `/file-uploads/${id}/complete` });

/** Downloads a file; returns its number of bytes. */
export async function download({ app }: Stage, { rest, slug }: Workspace, fileId: string): Promise<number> {
  const response = await fetch(`${app.url}/api/files/${fileId}?workspace=${slug}`, { headers: rest.headers });
  if (!response.ok || !response.body) throw new Error(`The file was refused with ${response.status}.`);
  let bytes = 0;
  for await (const block of response.body) bytes += block.length;
  return bytes;
}

/**
 * A digest of all rows about files of a workspace: equal before and after what must change nothing. Left out is until when
 * an upload waits for parts that silent storage may still put together.
 */
export async function rowsOf({ database }: Stage, { tenantId }: Workspace): Promise<string> {
  const [row] = await database.query<{ rows: string }>(
    `select md5(json_build_array(
       (select json_agg(f order by f.id) from files f where f.tenant_id = $1),
       (select json_agg(v order by v.id) from file_versions v where v.tenant_id = $1),
       (select json_agg(to_jsonb(u) - 'leased_until' order by u.id) from file_uploads u where u.tenant_id = $1),
       (select json_agg(b) from file_usage b where b.tenant_id = $1))::text) as rows`,
    [tenantId],
  );
  return row?.rows ?? "";
}
