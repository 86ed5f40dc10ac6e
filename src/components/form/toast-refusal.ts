import { identityPrompt } from "@/components/layout/identity-prompt";
import { planLink } from "@/components/layout/plan-link";
import { notify } from "@/components/ui/toast";
import { planPage } from "@/lib/licences";
import { readServerError } from "./server-error";

/**
 * Shows the error of an act that has no field, as a toast; an error about a limit links to the plan. Shows nothing if
 * the person cancelled the question about their identity.
 */
export function toastRefusal(error: unknown): void {
  const { code, message, details } = readServerError(error);
  if (details.reason === "confirm" && identityPrompt.open !== null) return;
  const { open } = planLink;
  const action = code === "LIMIT_REACHED" && open ? { label: planPage(), onClick: open } : acts[code];
  notify.error(message, action ? { action } : {});
}

/** What mends an error, by its code. */
const acts: Readonly<Record<string, { label: string; onClick: () => void }>> = {
  NOT_LOADED: { label: "Reload the page", onClick: () => window.location.reload() },
};
