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
import { nounAt, nouns, settings } from "@/lib/nouns/all";
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

/** More words that find a settings page in the command menu. */
const settingsWords: Readonly<Record<string, string>> = {
  profile: "account password sessions sign out language",
  notifications: "mails quiet hours",
  "my-hours": "working time zone days off vacation holidays calendar",
  general: "company name currency time zone visibility",
  members: "people users roles rights owner admin",
  teams: "groups managers",
  "working-hours": "calendar holidays week days off shifts office",
  pipelines: "stages loss reasons probabilities",
  fields: "custom columns options choices kinds sections",
  tags: "labels colours categories merge",
  plan: "subscription upgrade downgrade seats limits price trial add-ons",
  usage: "consumption meters budgets api calls mails limits forecast",
  billing: "invoices payment card tax receipts",
  integrations: "apps connect hubspot crm sync services connections",
  "api-keys": "token integration rest",
  jobs: "background failed retry",
  "mail-log": "e-mail sent delivery",
  audit: "history changes security events sign-ins refused who",
  imports: "files csv excel revert",
  ending: "danger zone delete close download backup transfer ownership",
  support: "staff help consent impersonation sessions transcript",
};

/** The words that find the page at this address below the settings. */
export const searchWordsFor = (path: string): string =>
  settingsWords[path] ?? nounAt(path)?.head.alsoCalled.join(" ") ?? "";

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
