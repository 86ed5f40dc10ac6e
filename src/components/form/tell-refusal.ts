import { planDoor } from "@/components/layout/plan-door";
import { notify } from "@/components/ui/toast";
import { readServerError } from "./server-error";

/** Shows the refusal of an act that has no field, as a toast; one by the plan leads to the plan. */
export function tellRefusal(error: unknown): void {
  const { code, message } = readServerError(error);
  const { open } = planDoor;
  const action = code === "LIMIT_REACHED" && open ? { label: "Plan and modules", onClick: open } : undefined;
  notify.error(message, action ? { action } : {});
}
