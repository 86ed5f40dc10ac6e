import { identityPrompt } from "@/components/layout/identity-prompt";
import { planLink } from "@/components/layout/plan-link";
import { notify } from "@/components/ui/toast";
import { planPage } from "@/lib/licences";
import { readServerError } from "./server-error";

/**
 * Shows the refusal of an act that has no field, as a toast; one by the plan leads to the plan. A person who closed the
 * question whether it is them knows that nothing happened.
 */
export function toastRefusal(error: unknown): void {
  const { code, message, details } = readServerError(error);
  if (details.reason === "confirm" && identityPrompt.open !== null) return;
  const { open } = planLink;
  const action = code === "LIMIT_REACHED" && open ? { label: planPage(), onClick: open } : undefined;
  notify.error(message, action ? { action } : {});
}
