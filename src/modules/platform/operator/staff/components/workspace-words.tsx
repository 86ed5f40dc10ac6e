import { useListLocale } from "@/components/data-table/list-locale";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { zonedDay } from "@/components/ui/day-text";
import { Link } from "@/components/ui/link";
import type { Standing } from "@/lib/entitlements";
import { type LicenceKey, licenceKeys, licenceOf } from "@/lib/licences";
import { limitKeys, limits, type PlanKey, planKeys, versionOf } from "@/lib/plans";
import type { WorkspaceAlert } from "../schema";

export const planLabel = (plan: PlanKey): string => versionOf(null).plans[plan].label;

export const standingLabels: Readonly<Record<Standing, string>> = {
  pending: "Payment pending",
  trial: "Trial",
  active: "Active",
  past_due: "Past due",
  suspended: "Suspended",
  cancelled: "Cancelled",
};
const tones: Readonly<Partial<Record<Standing, BadgeTone>>> = {
  pending: "warning",
  trial: "info",
  past_due: "warning",
  suspended: "danger",
  cancelled: "danger",
};

/** The state of a workspace: a badge unless it is active. */
export function StandingMark({ standing }: { standing: Standing }) {
  const tone = tones[standing];
  return tone ? (
    <Badge tone={tone}>{standingLabels[standing]}</Badge>
  ) : (
    <span className="text-muted">{standingLabels[standing]}</span>
  );
}

/** The day of an instant as the customer's own pages tell it: in the zone of their workspace. */
export function CustomerDay({ at, timeZone }: { at: string; timeZone: string }) {
  const { locale } = useListLocale();
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {zonedDay(at, { locale, timeZone })}
    </time>
  );
}

export function WorkspaceLink({ id, name }: { id: string | null; name: string }) {
  return (
    <Link href={`/staff/workspaces/${id}`} className="block truncate rounded-sm hover:underline">
      {name}
    </Link>
  );
}

/** The day on which a workspace is to be deleted; nothing for any other. */
export function DeletionMark({ at, timeZone }: { at: string | null; timeZone: string }) {
  return at ? (
    <Badge tone="danger">
      Deletion <CustomerDay at={at} timeZone={timeZone} />
    </Badge>
  ) : null;
}

export const alertLabels: Readonly<Record<WorkspaceAlert, string>> = {
  unpaid: "Invoice unpaid",
  deletionLate: "Deletion overdue",
  parked: "Parked events",
  trialEnds: "Trial ends",
};

/** "7 of 25", or "212" without a limit. */
export const ofMost = ({ used, most }: { used: number; most: number | null }, locale: string): string => {
  const text = (count: number) => count.toLocaleString(locale);
  return most === null ? text(used) : `${text(used)} of ${text(most)}`;
};

const moduleOf = (key: string): LicenceKey | undefined => licenceKeys.find((module) => key === `module:${module}`);

/** The thing that an override changes. */
export function overrideLabel(key: string): string {
  const limit = limitKeys.find((one) => key === `limit:${one}`);
  if (limit) return limits[limit].label;
  const module = moduleOf(key);
  return module ? licenceOf(module).label : "Plan";
}

/** A value of it: "1,000", "No limit", "On", "Professional". */
export function overrideText(value: string | number | boolean | null, locale: string): string {
  if (value === null) return "No limit";
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (typeof value === "number") return value.toLocaleString(locale);
  const plan = planKeys.find((key) => key === value);
  return plan ? planLabel(plan) : value;
}

/** "Admin" from "admin". */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** "Search documents" from "search-documents": a service or a consumer of events. */
export const serviceLabel = (name: string): string => capital(name.replaceAll(/[-_]/g, " "));
