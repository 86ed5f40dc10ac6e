"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { useApi } from "@/trpc/react";
import { DoneTable } from "./done-table";
import { Feed } from "./feed";
import { type Health, healthOf, oldestRun, progressOf, runOf, waitingIn } from "./sync-counts";
import type { SyncProps } from "./sync-screen";
import { problemWord, recordWord } from "./sync-words";
import { UndoFirst } from "./undo-first";

/** A sync that was started: its progress or health, its counts, the last changes, and what waits. */
export function Running({ connected, objects }: SyncProps) {
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_var(--aside-w)] narrow:block narrow:overflow-y-auto">
      <div className="min-h-0 overflow-y-auto narrow:overflow-visible">
        <Failures objects={objects} />
        <Progressing connected={connected} objects={objects} />
        <DoneTable connected={connected} objects={objects} />
        <Feed connected={connected} objects={objects} />
      </div>
      <aside
        aria-label="Limits, and what waits"
        className="min-h-0 overflow-y-auto hairline-l narrow:hairline-t narrow:overflow-visible"
      >
        <Limits connected={connected} />
        <Waiting connected={connected} objects={objects} />
        <UndoFirst connected={connected} objects={objects} />
      </aside>
    </div>
  );
}

function Failures({ objects }: Pick<SyncProps, "objects">) {
  return objects.flatMap(({ id, labels, failure, nextRunAt }) =>
    failure ? (
      <Note key={id} tone="warning" className="mx-edge mt-3">
        <p>
          <span className="font-medium">{`${labels.ours}: `}</span>
          {failure}
        </p>
        <NextTry at={nextRunAt} />
      </Note>
    ) : (
      []
    ),
  );
}

function NextTry({ at }: { at: string | null }) {
  const { locale, zone: timeZone } = useWorkspace();
  if (at === null) return <p className="text-muted text-sm">It waits for you. All that was done stays.</p>;
  const time = new Date(at).toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit" });
  return <p className="text-muted text-sm">{`It tries again at ${time} by itself. All that was done stays.`}</p>;
}

function Progressing({ connected: { label, isPaused }, objects }: SyncProps) {
  const { locale } = useWorkspace();
  const health = healthOf(objects);
  const progress = progressOf(objects.map((object) => ({ state: object.state, run: runOf(object) })));
  const inSync = objects.reduce((sum, object) => sum + object.inSync, 0);
  if (health !== "first") {
    const ranAt = oldestRun(objects);
    return (
      <div className="px-edge pt-4 pb-4">
        <h2 className="font-semibold text-figure">{`${recordWord(inSync, locale)} in sync`}</h2>
        <p className="mt-1 text-muted" role="status">
          {progress ? `Changes of ${label} and yours are being exchanged now.` : quietWords(health, isPaused)}{" "}
          {ranAt && !progress ? (
            <>
              Last looked <RelativeTime at={ranAt} inSentence />.
            </>
          ) : null}
        </p>
      </div>
    );
  }
  const { read, total } = progress ?? { read: 0, total: null };
  const text = total
    ? `${read.toLocaleString(locale)} of ${recordWord(total, locale)}`
    : `${recordWord(read, locale)} read`;
  return (
    <div className="px-edge pt-4 pb-3.5">
      <div className="flex items-baseline gap-2.5">
        <h2 className="font-semibold text-figure">{text}</h2>
        <span className="text-muted phone:hidden">{`at the pace that ${label} allows`}</span>
        {total ? <span className="ml-auto text-muted">{`${Math.floor((read / total) * 100)}%`}</span> : null}
      </div>
      {total ? (
        <Progress label="Records of the first sync" value={read} max={total} text={text} className="mt-2.5" />
      ) : null}
      <p className="mt-2 text-muted text-sm">
        You can leave this page. After a stop or a restart it goes on where it was; nothing is created twice.
      </p>
    </div>
  );
}

function quietWords(health: Health, isPaused: boolean): string {
  if (isPaused) return "It is paused. Changes on both sides wait, and nothing is lost.";
  if (health === "undoing") return "The first sync is being undone. You can leave this page.";
  if (health === "stopped") return "Some of it has stopped. Sync now goes on where it was.";
  if (health === "failing") return "Some of it waits. The rest goes on.";
  return "Both sides are equal, except for what waits.";
}

function Limits({ connected: { provider, label } }: Pick<SyncProps, "connected">) {
  const { locale } = useWorkspace();
  const { data } = useQuery(useApi().connections.list.queryOptions({}));
  const calls = data?.find((one) => one.provider === provider)?.connection?.calls;
  if (!calls) return null;
  const used = calls.used.toLocaleString(locale);
  const text = calls.limit === null ? used : `${used} of ${calls.limit.toLocaleString(locale)}`;
  return (
    <section aria-label={`Limits of ${label}`} className="pb-3">
      <SectionHead title={`Limits of ${label}`} />
      <div className="px-edge">
        <p className="flex justify-between gap-3">
          <span className="text-muted">Calls today</span>
          <span>{text}</span>
        </p>
        {calls.limit === null ? null : (
          <Progress label="Calls today" value={calls.used} max={calls.limit} text={text} className="mt-1.5" />
        )}
      </div>
    </section>
  );
}

function Waiting({ connected: { provider }, objects }: SyncProps) {
  const { href, locale } = useWorkspace();
  const waiting = waitingIn(objects);
  if (waiting === 0) return <p className="px-edge py-3 text-muted hairline-t">Nothing waits for you.</p>;
  return (
    <div className="flex items-start gap-2.5 px-edge py-3 hairline-t">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{problemWord(waiting, locale)}</span>
        <span className="block text-muted text-sm">They stop nothing: everything else goes on.</span>
      </p>
      <Link className="link" href={href(`/settings/integrations/${provider}/problems`)}>
        Open
      </Link>
    </div>
  );
}
