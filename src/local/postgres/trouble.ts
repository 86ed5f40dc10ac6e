import { open } from "node:fs/promises";
import { diskFull, LocalProblem } from "../problem";

/** The last lines of the server's log, at most `bytes` of them. */
export async function logTail(file: string, bytes = 4_000): Promise<string> {
  const log = await open(file, "r").catch(() => undefined);
  if (!log) return "";
  try {
    const { size } = await log.stat();
    const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(bytes), position: Math.max(0, size - bytes) });
    return buffer.toString("utf8", 0, bytesRead).trim();
  } finally {
    await log.close();
  }
}

/** Advice for a person on PostgreSQL's own messages. */
export function explain(words: string, where: { folder: string; port?: number; log?: string }): LocalProblem {
  if (/no space left on device|disk quota exceeded/i.test(words)) return diskFull(where.folder);
  if (/address already in use/i.test(words)) return portTaken(where.port ?? 0);
  if (/could not bind|could not create any TCP\/IP sockets/i.test(words)) {
    return new LocalProblem(`PostgreSQL may not listen on 127.0.0.1:${where.port}. It reported: ${lastLine(words)}`);
  }
  if (/permission denied/i.test(words)) {
    return new LocalProblem(
      `PostgreSQL has no access to ${where.folder} (${lastLine(words)}). Give the folder to the user who runs this, or delete it to start over.`,
    );
  }
  const more = where.log ? ` More in ${where.log}.` : "";
  return new LocalProblem(
    `PostgreSQL did not start in ${where.folder}: ${lastLine(words) || "it gave no reason"}.${more}`,
  );
}

/** Reports that another program uses the port meant for PostgreSQL. */
export function portTaken(port: number): LocalProblem {
  return new LocalProblem(
    `Port ${port} on 127.0.0.1 is in use by another program, so PostgreSQL cannot use it. Stop that program or choose another port with POSTGRES_PORT.`,
  );
}

function lastLine(words: string): string {
  const lines = words.split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|error:/.test(line));
  return ((telling.at(-1) ?? lines.filter(Boolean).at(-1)) || "").replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, "");
}
