import { nounAt } from "@/lib/nouns/all";

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
