import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { errorCode, LocalProblem } from "./problem";
import { writeState } from "./state";

/** Whether a server could listen on that port right now (`host` undefined: on every address). */
export function isPortFree(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const code = errorCode(error);
      if (code === "EADDRINUSE") resolve(false);
      else
        reject(code === "EACCES" ? new LocalProblem(`Port ${port} is for root only. Choose one above 1023.`) : error);
    });
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => server.close(() => resolve(true)));
  });
}

/** Makes a stand-in listen. Throws a LocalProblem that names it if the port is in use. */
export async function listenOn(
  server: Server,
  { port, host, name }: { port: number; host: string; name: string },
): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new LocalProblem(`Port ${port} on ${host} is in use by another program, so the ${name} cannot use it.`, {
      cause: error,
    });
  }
}

// Below the ports that systems give to outgoing connections (32768 on Linux, 49152 elsewhere): one of those could
// take a port between the check and the listening.
const given = { from: 20_000, to: 32_767 };
let next = randomInt(given.from, given.to + 1);

/** A free port on 127.0.0.1 that was not handed out lately. */
export async function freePort(): Promise<number> {
  for (let tries = given.to - given.from; tries >= 0; tries--) {
    const port = next;
    next = port === given.to ? given.from : port + 1;
    if (await isPortFree(port, "127.0.0.1")) return port;
  }
  throw new Error(`This machine has no free port between ${given.from} and ${given.to} on 127.0.0.1.`);
}

/**
 * The port that `name` used last time in this folder, or a free one, which is then remembered. `notice` is called
 * when another program uses the remembered port.
 */
export async function rememberedPort(folder: string, name: string, notice: (text: string) => void): Promise<number> {
  const file = join(folder, `${name}.port`);
  const last = Number(await readFile(file, "utf8").catch(() => ""));
  if (Number.isInteger(last) && last > 0 && last < 65_536) {
    if (await isPortFree(last, "127.0.0.1")) return last;
    notice(`Port ${last}, which ${name} used last time, is in use by another program. It gets another port.`);
  }
  const port = await freePort();
  await writeState(file, `${port}\n`);
  return port;
}
