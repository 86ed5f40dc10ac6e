import {
  Activity,
  Bell,
  Building,
  CreditCard,
  Gauge,
  KeyRound,
  Layers,
  Mail,
  Network,
  Rows3,
  Tags,
  Upload,
  User,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import type { NavGroup } from "@/components/layout/nav-item";
import { nounSigns } from "@/components/ui/noun-icon";
import { settings } from "@/lib/nouns/all";
import type { Head } from "@/lib/nouns/noun-head";
import { capital } from "@/lib/text";

interface Viewer {
  can(permission: string): boolean;
  href(path: string): string;
  plan: { mayOpen: boolean };
}

/** More words that find a settings page in the command menu. */
export const settingsWords: Readonly<Record<string, string>> = {
  profile: "account password sessions sign out language",
  notifications: "mails quiet hours",
  general: "company name currency time zone visibility",
  members: "people users roles rights owner admin",
  teams: "groups managers",
  pipelines: "stages loss reasons probabilities",
  fields: "custom columns options choices kinds sections",
  tags: "labels colours categories merge",
  plan: "subscription upgrade downgrade seats limits price trial add-ons",
  usage: "consumption meters budgets api calls mails limits forecast",
  billing: "invoices payment card tax receipts",
  "api-keys": "token integration rest",
  jobs: "background failed retry",
  "mail-log": "e-mail sent delivery",
  imports: "files csv excel revert",
};

/** The two groups of the settings; only pages that exist and that this member may open. */
export function settingsGroups({ can, href, plan }: Viewer): NavGroup[] {
  const item = (label: string, path: string, icon: ReactNode, permission?: string) =>
    permission === undefined || can(permission) ? [{ label, icon, href: href(`/settings/${path}`) }] : [];
  return [
    {
      id: "you",
      label: "You",
      items: [
        ...item("Profile", "profile", <User aria-hidden />),
        ...item("Notifications", "notifications", <Bell aria-hidden />),
      ],
    },
    {
      id: "workspace",
      label: "Workspace",
      items: [
        ...item("General", "general", <Building aria-hidden />, "workspace:view"),
        ...item("Members", "members", <Users aria-hidden />, "member:view"),
        ...item("Teams", "teams", <Network aria-hidden />, "team:view"),
        ...Object.entries<Head>(settings).flatMap(([entity, { many, path, icon }]) => {
          const Sign = nounSigns[icon];
          return item(capital(many), path, <Sign aria-hidden />, `${entity}:view`);
        }),
        ...item("Fields", "fields", <Rows3 aria-hidden />, "workspace:view"),
        ...item("Tags", "tags", <Tags aria-hidden />, "workspace:view"),
        ...(plan.mayOpen ? item("Plan and modules", "plan", <Layers aria-hidden />) : []),
        ...item("Usage", "usage", <Gauge aria-hidden />, "usage:view"),
        ...(plan.mayOpen ? item("Billing", "billing", <CreditCard aria-hidden />) : []),
        ...item("API keys", "api-keys", <KeyRound aria-hidden />, "apiKey:manage"),
        ...item("Jobs", "jobs", <Activity aria-hidden />, "workspace:manage"),
        ...item("Mail log", "mail-log", <Mail aria-hidden />, "workspace:manage"),
        ...item("Import history", "imports", <Upload aria-hidden />, "record:import"),
      ],
    },
  ];
}
