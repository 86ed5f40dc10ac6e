import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { errorCode, LocalProblem } from "./problem";
import { writeState } from "./state";

/** Whether a server could listen on that port right now (`host` undefined: on every address). */
export async function isPortFree(port: number, host?: string): Promise<boolean> {
  return (await tryListen(port, host)) !== undefined;
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
