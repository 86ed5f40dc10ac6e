"use client";

import { ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useHydrated } from "@/components/form/use-hydrated";
import { PageHeader } from "@/components/layout/page-header";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { settingsGroups } from "../settings-nav";

/** Every page of the settings as a list: the entry on a phone. On a wide screen the sidebar is that list. */
export function SettingsIndex() {
  const workspace = useWorkspace();
  const router = useRouter();
  const phone = useIsPhone();
  const live = useHydrated();
  const groups = settingsGroups(workspace);
  const first = groups.flatMap((group) => group.items).find((item) => "href" in item)?.href;
  // The width of the window, which the server does not know: beside the sidebar the first page is opened.
  useEffect(() => {
    if (live && !phone && first) router.replace(first);
  }, [live, phone, first, router]);
  return (
    <div className="contents desk:hidden">
      <PageHeader title="Settings" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {groups.map((group) => (
          <section key={group.id} aria-label={group.label}>
            <h2 className="px-edge pt-5 pb-1.5 text-faint text-sm">{group.label}</h2>
            <ul className="border-y">
              {group.items.map((item) =>
                "href" in item ? (
                  <li key={item.href} className="border-border-soft border-t first:border-t-0">
                    <Link
                      href={item.href}
                      className="flex h-row items-center gap-2.5 px-edge hover:bg-surface-hover [&_svg]:size-4 [&_svg]:text-faint"
                    >
                      {item.icon}
                      <span className="flex-1 font-medium">{item.label}</span>
                      <ChevronRight aria-hidden />
                    </Link>
                  </li>
                ) : null,
              )}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
