import type { ReactNode } from "react";
import { SettingsChanges } from "@/components/layout/settings-changes";
import { ChangesLink } from "@/modules/platform/history/events/components/changes-link";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <SettingsChanges shownBy={ChangesLink}>{children}</SettingsChanges>;
}
