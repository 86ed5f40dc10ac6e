/** Called by Next once per server process. Only the Node.js server starts work; the Edge bundle must not even see it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") await (await import("./instrumentation-node")).start();
}
