import { CodeXml, Settings2, UserX, Webhook } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Person } from "@/components/ui/person";
import type { AuditRow } from "../client";

const badges: Readonly<Record<AuditRow["who"]["kind"], string | null>> = {
  member: null,
  key: "Key",
  job: "Job",
  webhook: "Webhook",
  staff: "Staff",
  nobody: null,
};

/** The picture of an actor: of a person, or a sign. */
export function WhoMark({ who, size = 20 }: { who: AuditRow["who"]; size?: 20 | 32 }) {
  if (who.kind === "member" || who.kind === "staff")
    return <Avatar name={who.name} id={who.id ?? undefined} size={size} decorative />;
  const Sign = { key: CodeXml, job: Settings2, webhook: Webhook, nobody: UserX }[who.kind];
  return (
    <span
      className={`grid shrink-0 place-items-center rounded-full bg-surface-press text-muted ${size === 32 ? "size-8" : "size-5"}`}
    >
      <Sign aria-hidden className={size === 32 ? "size-4" : "size-3"} />
    </span>
  );
}

export function Who({ who }: { who: AuditRow["who"] }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <WhoMark who={who} />
      <span className="truncate">{who.name}</span>
      {badges[who.kind] ? <Badge>{badges[who.kind]}</Badge> : null}
    </span>
  );
}

/** Both people in one line: "Ruth Adeyemi, staff, as Melvin Marxen", "Key Warehouse sync, for Kami Bicknell". */
export function whoText({ who, behalf }: Pick<AuditRow, "who" | "behalf">): string {
  if (who.kind === "staff") return [who.name, "staff", ...(behalf ? [`as ${behalf.name}`] : [])].join(", ");
  const name = who.kind === "key" ? `Key ${who.name}` : who.name;
  return behalf ? `${name}, for ${behalf.name}` : name;
}

export const OnBehalf = ({ of }: { of: AuditRow["behalf"] }) => <Person person={of} none="–" />;

/** The doors of the product. */
export const places: Readonly<Record<AuditRow["from"]["via"], string>> = {
  web: "App",
  api: "API",
  job: "Job",
  webhook: "Webhook",
  staff: "Staff console",
};

/** From where an act came: "App, 198.51.100.7". */
export const fromText = ({ via, address }: AuditRow["from"]): string =>
  address ? `${places[via]}, ${address}` : places[via];
