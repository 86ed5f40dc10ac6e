import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { errorCode, LocalProblem } from "./problem";
import { writeState } from "./state";

/** Whether a server could listen on that port right now (`host` undefined: on every address). */
export async function isPortFree(port: number, host?: string): Promise<boolean> {
  return (await tryListen(port, host)) !== undefined;
}

/** Has a stand-in listen (`host` undefined: on every address). Throws a LocalProblem that names it where the port is taken. */
export async function listenOn(
  server: Server,
  { port, host, name }: { port: number; host: string | undefined; name: string },
): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const place = host === undefined ? `Port ${port}` : `Port ${port} on ${host}`;
    throw new LocalProblem(`${place} is taken by another program, so the ${name} cannot use it.`, { cause: error });
  }
}

/** A port on 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0, "127.0.0.1");
  if (port === undefined) throw new Error("This machine has no free port on 127.0.0.1.");
  return port;
}

/**
 * The port that `name` used last time in this folder, or a free one, which is then remembered.
 * `notice` hears when the remembered port has been taken by another program meanwhile.
 */
export async function rememberedPort(folder: string, name: string, notice: (text: string) => void): Promise<number> {
  const file = join(folder, `${name}.port`);
  const last = Number(await readFile(file, "utf8").catch(() => ""));
  if (Number.isInteger(last) && last > 0 && last < 65_536) {
    if (await isPortFree(last, "127.0.0.1")) return last;
    notice(`Port ${last}, which ${name} used last time, is taken by another program; it gets another one.`);
  }
  const port = await freePort();
  await writeState(file, `${port}\n`);
  return port;
}

function tryListen(port: number, host?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const code = errorCode(error);
      if (code === "EADDRINUSE") resolve(undefined);
      else
        reject(code === "EACCES" ? new LocalProblem(`Port ${port} is for root only. Choose one above 1023.`) : error);
    });
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      const { port: bound } = server.address() as AddressInfo;
      server.close(() => resolve(bound));
    });
  });
}
