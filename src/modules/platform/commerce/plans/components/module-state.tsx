import { Check, Clock } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { counted, nouns } from "@/lib/counted";
import { daysUntil } from "@/lib/plan-notices";
import type { PlanModuleRow } from "../schema";

/** The state of a module in words and with a sign; a trial tells the days that are left. */
export function ModuleState({ row }: { row: PlanModuleRow }) {
  const { locale, workspaceZone } = useWorkspace();
  if (row.state === "included") return <span className="text-muted">Included</span>;
  if (row.state === "off") return <span className="text-faint">Off</span>;
  if (row.state === "on")
    return (
      <span className="inline-flex items-center gap-1.5 text-positive">
        <Check aria-hidden className="size-3.5" />
        On
      </span>
    );
  const days = row.trialEndsAt ? daysUntil(new Date(row.trialEndsAt), new Date(), workspaceZone) : null;
  return (
    <span className="inline-flex items-center gap-1.5 text-info" suppressHydrationWarning>
      <Clock aria-hidden className="size-3.5" />
      {trialText(days, locale)}
    </span>
  );
}

function trialText(days: number | null, locale: string): string {
  if (days === null) return "Trial";
  return days === 0 ? "Trial, ends today" : `Trial, ${counted(days, nouns.day, locale)} left`;
}
