import type { ReactNode } from "react";
import { SettingsChanges } from "@/components/layout/settings-changes";
import { LazyChangesLink } from "@/modules/platform/history/events/components/lazy-changes-link";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <SettingsChanges shownBy={LazyChangesLink}>{children}</SettingsChanges>;
}
