import { identityPrompt } from "@/components/layout/identity-prompt";
import { planLink } from "@/components/layout/plan-link";
import { notify } from "@/components/ui/toast";
import { planPage } from "@/lib/plan-page";
import { readServerError } from "./server-error";

/**
 * Shows the error of an act that has no field, as a toast, with the act that mends it. Shows nothing if the person
 * cancelled the question about their identity.
 */
export function toastRefusal(error: unknown): void {
  const { code, message, details } = readServerError(error);
  if (details.reason === "confirm" && identityPrompt.open !== null) return;
  const action = mending(code);
  notify.error(message, action ? { action } : {});
}

function mending(code: string): { label: string; onClick: () => void } | undefined {
  const { open } = planLink;
  if (code === "LIMIT_REACHED" && open) return { label: planPage(), onClick: open };
  if (code === "NOT_LOADED") return { label: "Reload the page", onClick: () => window.location.reload() };
  return undefined;
}
