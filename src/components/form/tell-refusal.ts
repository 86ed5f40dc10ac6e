import { confirmDoor } from "@/components/layout/confirm-door";
import { planDoor } from "@/components/layout/plan-door";
import { notify } from "@/components/ui/toast";
import { planPage } from "@/lib/licences";
import { readServerError } from "./server-error";

/**
 * Shows the refusal of an act that has no field, as a toast; one by the plan leads to the plan. A person who closed the
 * question whether it is them knows that nothing happened.
 */
export function tellRefusal(error: unknown): void {
  const { code, message, details } = readServerError(error);
  if (details.reason === "confirm" && confirmDoor.ask !== null) return;
  const { open } = planDoor;
  const action = code === "LIMIT_REACHED" && open ? { label: planPage(), onClick: open } : undefined;
  notify.error(message, action ? { action } : {});
}
