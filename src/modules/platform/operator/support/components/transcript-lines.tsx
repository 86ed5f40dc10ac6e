"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Ban, CircleDot, Eye, type LucideIcon, Pencil } from "lucide-react";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { useValueFormats } from "@/components/layout/use-value-formats";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { dateFormat } from "@/lib/intl";
import { exactTimeText } from "@/lib/relative-time-text";
import { capital } from "@/lib/text";
import { valueText } from "@/lib/value-text";
import { listPages } from "@/trpc/pages";
import { useApi } from "@/trpc/react";
import type { SupportSession, Transcript } from "../schema";

type Line = Transcript["lines"][number];

const kinds: Readonly<Record<Line["kind"], { Icon: LucideIcon; node: string; text: string }>> = {
  life: { Icon: CircleDot, node: "bg-surface text-muted shadow-[inset_0_0_0_1px_var(--border)]", text: "text-muted" },
  opened: { Icon: Eye, node: "bg-surface text-muted shadow-[inset_0_0_0_1px_var(--border)]", text: "text-text" },
  changed: { Icon: Pencil, node: "bg-accent-subtle text-accent-text", text: "font-medium text-text" },
  refused: { Icon: Ban, node: "bg-danger-subtle text-danger", text: "text-danger" },
};

/** Everything that staff did in a session, oldest first. An open session's grows while it is shown. */
export function TranscriptLines({ session: { id, state, reason, ticket } }: { session: SupportSession }) {
  const api = useApi();
  const query = useInfiniteQuery(
    api.support.transcript.infiniteQueryOptions(
      { id },
      { ...listPages, refetchInterval: state === "open" ? 5_000 : false },
    ),
  );
  const { data } = query;
  if (query.error && !data)
    return <QueryFailed title="The transcript could not be loaded" query={query} className="min-h-[160px]" />;
  if (!data)
    return (
      <SkeletonRegion label="Loading the transcript" className="flex flex-col gap-5 py-4">
        {["w-56", "w-72", "w-64"].map((width) => (
          <Skeleton key={width} className={width} />
        ))}
      </SkeletonRegion>
    );
  return (
    <>
      <p className="wrap-anywhere py-2 text-muted text-sm">{`Reason: ${reason} · ticket ${ticket}`}</p>
      <ol
        aria-label="Transcript"
        className="relative before:absolute before:inset-y-3 before:left-[9.5px] before:w-px before:bg-border"
      >
        {data.pages
          .flatMap((page) => page.lines)
          .map((line) => (
            <TranscriptLine key={line.id} line={line} />
          ))}
      </ol>
      <ShowMore query={query}>Show later lines</ShowMore>
    </>
  );
}

function TranscriptLine({ line }: { line: Line }) {
  const { Icon, node, text } = kinds[line.kind];
  const at = new Date(line.at);
  const formats = useValueFormats();
  const { locale, timeZone } = formats;
  return (
    <li className="relative flex min-h-7 items-start gap-2.5 py-1 phone:py-2">
      <span className={cn("grid size-5 shrink-0 place-items-center rounded-full [&_svg]:size-3", node)}>
        <Icon aria-hidden />
      </span>
      <div className="flex min-w-0 flex-1 gap-2.5 phone:flex-col phone:gap-0">
        <time
          dateTime={line.at}
          title={exactTimeText(at, locale, timeZone)}
          className="w-16 shrink-0 text-muted text-sm leading-5"
        >
          {dateFormat(locale, { timeZone, timeStyle: "short" }).format(at)}
        </time>
        <div className="wrap-anywhere min-w-0 flex-1">
          <p className={text}>{capital(line.text)}</p>
          {line.changes.map((change) => {
            const before = valueText(change.before, change, formats);
            return (
              <p key={change.field} className="text-muted">
                {before === null ? `${change.label}: ` : `${change.label} from ${before} to `}
                <span className="text-text">{valueText(change.after, change, formats) ?? "nothing"}</span>
              </p>
            );
          })}
        </div>
      </div>
    </li>
  );
}
