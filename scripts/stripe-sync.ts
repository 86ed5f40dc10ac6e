import { LocalProblem } from "@/local/problem";
import { loadSettings, runCommand } from "./command";

/** Makes the products, prices, meters and portal settings of `plans.ts` at Stripe, as often as it is called. */
async function sync(): Promise<void> {
  await loadSettings();
  const { stripeClient } = await import("@/server/stripe");
  const { syncCatalogue } = await import("./stripe-catalogue");
  const stripe = stripeClient();
  if (!stripe) throw new LocalProblem("Payments are not set up: STRIPE_SECRET_KEY is missing.");
  const changed = await syncCatalogue(stripe);
  for (const line of changed) console.log(line);
  console.log(
    changed.length === 0 ? "Stripe has everything already." : `Stripe has everything: ${changed.length} changes.`,
  );
}

await runCommand(sync);
