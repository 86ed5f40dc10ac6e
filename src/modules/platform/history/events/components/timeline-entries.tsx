"use client";

import { Paperclip } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { useValueFormats } from "@/components/layout/use-value-formats";
import { useWorkspace } from "@/components/layout/workspace-context";
import { entryIcons } from "@/components/timeline/entry-icons";
import { What } from "@/components/timeline/sentence-parts";
import type { TimelineEntry as ShownEntry } from "@/components/timeline/timeline";
import { Link } from "@/components/ui/link";
import { counted, nouns } from "@/lib/counted";
import { todayIn } from "@/lib/day-words";
import { isAttached } from "@/lib/nouns/attached";
import type { TimelineEntry } from "../schema";
import { attachedText, entryBody, entryQuote, entrySentence, type TimelineWords } from "./timeline-words";

interface EntryContext {
  /** The record that the whole timeline is about. */
  own?: string | undefined;
  /** First segment of the addresses of records in it: `{ opportunity: "opportunities" }`. */
  paths: Readonly<Record<string, string>>;
}

/** The server's events as timeline entries. */
export function useTimelineEntries(rows: readonly TimelineEntry[], { own, paths }: EntryContext): ShownEntry[] {
  const { href } = useWorkspace();
  const formats = useValueFormats();
  const { locale, timeZone } = formats;
  const words: TimelineWords = {
    ...formats,
    dayOf: (instant) => todayIn(timeZone, new Date(instant)),
  };

  function link(entity: string, of: { id: string; title: string }) {
    const path = paths[entity];
    return path ? <TimelineLink href={href(`/${path}/${of.id}`)}>{of.title}</TimelineLink> : <What>{of.title}</What>;
  }
  function record(row: TimelineEntry) {
    if (row.entityId === own) return null;
    return row.name.endsWith(".deleted") ? <What>{row.title}</What> : link(row.entity, { ...row, id: row.entityId });
  }
  function source({ batch }: TimelineEntry) {
    if (!batch?.import) return null;
    const { files } = batch.import;
    const name = files.length === 1 ? files[0] : counted(files.length, nouns.file, locale);
    if (batch.import.id === null) return <What>{name}</What>;
    return <TimelineLink href={href(`/settings/imports/${batch.import.id}`)}>{name}</TimelineLink>;
  }
  function some({ entity, batch }: TimelineEntry) {
    const others = batch?.first.filter((one) => one.id !== own) ?? [];
    if (!batch || batch.count === 1 || others.length === 0) return null;
    const left = batch.count - batch.first.length;
    return (
      <>
        {others.map((one, place) => (
          <Fragment key={one.id}>
            {place > 0 ? ", " : null}
            {link(entity, one)}
          </Fragment>
        ))}
        {left > 0 ? ` and ${left.toLocaleString(locale)}${batch.more ? "+" : ""} more` : null}
      </>
    );
  }

  function files({ data }: TimelineEntry) {
    if (!isAttached(data.files)) return null;
    return (
      <>
        <Paperclip aria-hidden className="mr-1 inline size-3 align-[-1px]" />
        <TimelineLink href={href(data.files.at)}>{attachedText(data.files, locale)}</TimelineLink>
      </>
    );
  }

  return rows.map((row) => {
    const Icon = entryIcons[row.icon];
    return {
      id: row.id,
      at: new Date(row.at),
      icon: <Icon aria-hidden />,
      tone: row.icon === "won" || row.icon === "lost" ? row.icon : "neutral",
      sentence: entrySentence(row, record(row), words, source(row)),
      body: row.batch ? some(row) : entryBody(row, words),
      foot: files(row),
      quote: entryQuote(row),
    };
  });
}

function TimelineLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="rounded-sm text-text underline decoration-border-strong underline-offset-2 hover:decoration-text"
    >
      <bdi>{children}</bdi>
    </Link>
  );
}
