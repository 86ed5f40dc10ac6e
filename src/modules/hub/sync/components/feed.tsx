"use client";

import { Loaded } from "@/components/layout/loaded";
import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { useChanges } from "../client";
import type { SyncChangeView } from "../schema";
import { ChangeNode } from "./change-node";
import { ChangeText, nameOfChange } from "./change-text";
import { isAtWork } from "./sync-counts";
import type { SyncProps } from "./sync-screen";
import { reasonWords } from "./sync-words";

const shown = 8;
const askEveryMs = 3_000;
const columns =
  "grid grid-cols-[84px_minmax(0,200px)_120px_minmax(0,1fr)_minmax(0,220px)] items-center gap-x-2.5 px-edge";

/** The last changes, while they are made. */
export function Feed({ connected: { id, provider, label }, objects }: SyncProps) {
  const { href } = useWorkspace();
  const query = useChanges({ connectionId: id, limit: shown }, isAtWork(objects) ? askEveryMs : undefined);
  const log = (
    <Link className="link" href={href(`/settings/integrations/${provider}/log`)}>
      Open log
    </Link>
  );
  return (
    <section aria-label="Last changes" className="mt-3">
      <SectionHead line title={isAtWork(objects) ? "As it happens" : "Last changes"} action={log} />
      <Loaded query={query} of="the last changes" line>
        {({ pages }) => {
          const items = pages[0]?.items ?? [];
          return items.length > 0 ? (
            <ul>
              {items.slice(0, shown).map((change) => (
                <FeedRow key={change.id} change={change} label={label} />
              ))}
            </ul>
          ) : (
            <p className="px-edge py-3 text-muted hairline-t">Nothing was changed yet.</p>
          );
        }}
      </Loaded>
    </section>
  );
}

function FeedRow({ change, label }: { change: SyncChangeView; label: string }) {
  const { locale, zone: timeZone } = useWorkspace();
  const at = new Date(change.at);
  return (
    <li
      className={`${columns} min-h-row border-border-soft border-t last:border-b phone:flex phone:min-h-15 phone:gap-3 phone:py-2`}
    >
      <time dateTime={change.at} className="text-muted tabular-nums phone:hidden" suppressHydrationWarning>
        {at.toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit", second: "2-digit" })}
      </time>
      <span className="flex min-w-0 items-center gap-2">
        <ChangeNode change={change} />
        <span className="truncate font-medium phone:hidden">{nameOfChange(change)}</span>
      </span>
      <span className="truncate text-muted phone:hidden">{change.fieldLabel ?? ""}</span>
      <span className="min-w-0 phone:flex-1">
        <span className="block truncate desk:hidden">
          <span className="font-medium">{nameOfChange(change)}</span>{" "}
          <span className="text-muted">{change.fieldLabel?.toLowerCase()}</span>
        </span>
        <ChangeText change={change} label={label} />
      </span>
      <span className="truncate text-right text-muted text-sm phone:hidden">{reasonWords(change, label)}</span>
    </li>
  );
}
