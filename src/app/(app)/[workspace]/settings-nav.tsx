import {
  Activity,
  ArrowLeftRight,
  Bell,
  Building,
  CreditCard,
  Gauge,
  KeyRound,
  Layers,
  LifeBuoy,
  Mail,
  Network,
  PackageX,
  Rows3,
  ScrollText,
  Tags,
  Upload,
  User,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import type { NavGroup } from "@/components/layout/nav-item";
import { nounSigns } from "@/components/ui/noun-icon";
import { nouns, settings } from "@/lib/nouns/all";
import type { Head, NounHead } from "@/lib/nouns/noun-head";
import { planPage } from "@/lib/plan-page";
import { capital } from "@/lib/text";

const settingNouns = Object.fromEntries(Object.entries<NounHead>(nouns).filter(([, head]) => head.settings));

/** An icon that each page has already. */
const CalendarSign = nounSigns.calendar;

interface Viewer {
  can(permission: string): boolean;
  href(path: string): string;
  plan: { mayOpen: boolean };
  support: object | null;
}

/** The two groups of the settings; only pages that exist and that this member may open. */
export function settingsGroups({ can, href, plan, support }: Viewer): NavGroup[] {
  const item = (label: string, path: string, icon: ReactNode, permission?: string) =>
    permission === undefined || can(permission) ? [{ label, icon, href: href(`/settings/${path}`) }] : [];
  const you = {
    id: "you",
    label: "You",
    items: [
      ...item("Profile", "profile", <User aria-hidden />),
      ...item("Notifications", "notifications", <Bell aria-hidden />),
      ...item("My hours", "my-hours", <CalendarSign aria-hidden />, "calendar:view"),
    ],
  };
  return [
    // The pages of a person: closed to staff who look at a workspace as one of its members.
    ...(support ? [] : [you]),
    {
      id: "workspace",
      label: "Workspace",
      items: [
        ...item("General", "general", <Building aria-hidden />, "workspace:view"),
        ...item("Members", "members", <Users aria-hidden />, "member:view"),
        ...item("Teams", "teams", <Network aria-hidden />, "team:view"),
        ...item("Working hours", "working-hours", <CalendarSign aria-hidden />, "calendar:view"),
        ...Object.entries<Head>({ ...settings, ...settingNouns }).flatMap(([entity, { many, path, icon }]) => {
          const Sign = nounSigns[icon];
          return item(capital(many), path, <Sign aria-hidden />, `${entity}:view`);
        }),
        ...item("Fields", "fields", <Rows3 aria-hidden />, "workspace:view"),
        ...item("Tags", "tags", <Tags aria-hidden />, "workspace:view"),
        ...(plan.mayOpen ? item(planPage(), "plan", <Layers aria-hidden />) : []),
        ...item("Usage", "usage", <Gauge aria-hidden />, "usage:view"),
        ...(plan.mayOpen ? item("Billing", "billing", <CreditCard aria-hidden />) : []),
        ...item("Integrations", "integrations", <ArrowLeftRight aria-hidden />, "connection:view"),
        ...item("API keys", "api-keys", <KeyRound aria-hidden />, "apiKey:manage"),
        ...item("Jobs", "jobs", <Activity aria-hidden />, "workspace:manage"),
        ...item("Mail log", "mail-log", <Mail aria-hidden />, "workspace:manage"),
        ...item("Audit log", "audit", <ScrollText aria-hidden />, "audit:view"),
        ...item("Import history", "imports", <Upload aria-hidden />, "record:import"),
        ...item("Export and deletion", "ending", <PackageX aria-hidden />, "workspace:own"),
        ...item("Support access", "support", <LifeBuoy aria-hidden />, "support:manage"),
      ],
    },
  ];
}
