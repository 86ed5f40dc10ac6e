/**
 * Called by Next once per server process. Only the Node.js server starts work; the Edge bundle must not even load it.
 * A process that may not start ends here: Next would keep it running and answer 500 to everything. `scripts/start.mjs`
 * listens when it hears that the app has started.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    try {
      await (await import("./instrumentation-node")).start();
      (await import("node:diagnostics_channel")).channel("throughline.started").publish({});
    } catch (error) {
      const refusal = error instanceof Error && error.name === "Error";
      console.error(refusal ? error.message : error);
      process.exit(1);
    }
  }
}
