"use client";

import {
  CalendarClock,
  Check,
  ChevronDown,
  ChevronRight,
  CircleUserRound,
  Clock,
  Download,
  Inbox,
  PencilLine,
  RotateCcw,
  Upload,
} from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { PersonMark } from "@/components/ui/person";
import { RelativeTime } from "@/components/ui/relative-time";
import { cn } from "@/lib/cn";
import { exactTimeText } from "@/lib/relative-time-text";
import { isWork } from "@/lib/work-notices";
import { commentWords } from "../catalog";
import { recordsPath, snoozeTimes } from "../rules";
import type { Notification, NotificationGroup } from "../schema";
import { InboxItems, type InboxItemsProps } from "./inbox-items";
import { NoticeMenu, reasonOf } from "./notice-menu";
import { notificationSentence, sentenceText } from "./notification-words";

export interface LineActions {
  onRead(group: NotificationGroup): void;
  onDone(group: NotificationGroup): void;
  onSnooze(group: NotificationGroup, label: string, until: string | null): void;
}

/** A group of the inbox: its newest sentence, what came before it, and its actions. */
export function InboxRow({ group, actions }: { group: NotificationGroup; actions: LineActions }) {
  const { locale, href } = useWorkspace();
  const { zone } = useWorkspace();
  const [newest, ...earlier] = group.items;
  if (!newest) return null;
  // An act on many names none of its records in its sentence: below it stand all, the newest too.
  const below = group.records > 1 ? group.items : earlier;
  const unread = group.unread > 0;
  const about = reasonOf(newest, group);
  const words = commentWords(newest);
  const read = () => {
    if (unread) actions.onRead(group);
  };
  const main =
    "min-w-0 flex-1 rounded-sm text-left text-muted before:absolute before:inset-0 focus-visible:outline-none focus-visible:before:outline-2 focus-visible:before:-outline-offset-2 focus-visible:before:outline-accent";
  const sentence = (
    <>
      {unread ? <span className="sr-only">Unread: </span> : null}
      <span className={cn("block", unread && "font-medium")}>{notificationSentence(newest, group, locale)}</span>
      {words ? <span className="line-clamp-2 wrap-anywhere">{words}</span> : null}
      {isWork(newest.entity) ? <span className="block text-sm">{newest.detail}</span> : null}
      {about ? <span className="block text-faint text-sm">{about.text}</span> : null}
      {group.snoozedUntil ? (
        <span className="block text-faint text-sm">
          {`Comes back ${exactTimeText(new Date(group.snoozedUntil), locale, zone)}`}
        </span>
      ) : null}
    </>
  );
  return (
    <li data-line={group.key} className="border-border-soft border-b">
      <div className="group/line relative flex items-start gap-3 px-edge py-2.5 hover:bg-surface-hover">
        <span
          aria-hidden
          className={cn("mt-2 size-2 shrink-0 rounded-full", unread ? "bg-accent" : "bg-transparent")}
        />
        <LineMark item={newest} />
        {newest.record === null && group.records === 1 ? (
          <button type="button" data-open onClick={read} className={main}>
            {sentence}
          </button>
        ) : (
          <Link href={href(pathOf(newest, group))} data-open onClick={read} className={main}>
            {sentence}
          </Link>
        )}
        <div className="flex shrink-0 items-start gap-3 phone:flex-col phone:items-end phone:gap-1">
          <RelativeTime at={newest.at} className="relative text-faint text-sm leading-5" />
          <div className="relative -my-1 flex items-center phone:-mr-3">
            <LineButtons group={group} actions={actions} />
            {about ? <NoticeMenu about={about} /> : null}
          </div>
        </div>
      </div>
      {below.length > 0 ? <Below group={group} items={below} /> : null}
    </li>
  );
}

/** The other notifications of the line, behind a button. */
function Below({ group, items }: InboxItemsProps) {
  const { locale } = useWorkspace();
  const [open, setOpen] = useState(false);
  const [newest] = group.items;
  return (
    <div className="px-edge pb-2">
      <div className="ml-14">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="relative flex items-center gap-1 rounded-sm text-muted text-sm hit-44 hover:text-text [&_svg]:size-3.5"
        >
          {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          {group.records > 1 ? "Which ones" : `${(group.count - 1).toLocaleString(locale)} earlier`}
          <span className="sr-only">{newest ? `: ${sentenceText(newest, group, locale)}` : null}</span>
        </button>
        {open ? <InboxItems group={group} items={items} /> : null}
      </div>
    </div>
  );
}

function pathOf(item: Notification, group: NotificationGroup): string {
  return group.records === 1 && item.path !== null ? item.path : recordsPath(item.entity);
}

const workIcons = { import: Upload, bulkRun: PencilLine, recordExport: Download };

/** The member or work that caused it; scheduled events have nobody. */
function LineMark({ item }: { item: Notification }) {
  const ofMember = item.type === "invitationAccepted";
  const OfWork = isWork(item.entity) ? workIcons[item.entity] : undefined;
  if (!OfWork && !ofMember && item.actor) return <PersonMark person={item.actor} size={24} decorative />;
  const Icon = ofMember ? CircleUserRound : (OfWork ?? CalendarClock);
  return (
    <span
      aria-hidden
      className="grid size-6 shrink-0 place-items-center rounded-full bg-surface-press text-muted [&_svg]:size-3.5"
    >
      <Icon />
    </span>
  );
}

function LineButtons({ group, actions }: { group: NotificationGroup; actions: LineActions }) {
  const { locale } = useWorkspace();
  const { zone } = useWorkspace();
  const [newest] = group.items;
  const of = newest ? sentenceText(newest, group, locale) : undefined;
  if (group.done)
    return (
      <IconButton
        label="Back to the inbox"
        of={of}
        keys="e"
        size="sm"
        icon={<RotateCcw aria-hidden />}
        onClick={() => actions.onDone(group)}
      />
    );
  return (
    <>
      <IconButton
        label="Done"
        of={of}
        keys="e"
        size="sm"
        icon={<Check aria-hidden />}
        onClick={() => actions.onDone(group)}
      />
      {group.snoozedUntil ? (
        <IconButton
          label="Back to the inbox"
          of={of}
          keys="h"
          size="sm"
          icon={<Inbox aria-hidden />}
          onClick={() => actions.onSnooze(group, "", null)}
        />
      ) : (
        <Menu>
          <MenuTrigger asChild>
            <IconButton label="Snooze" of={of} keys="h" size="sm" icon={<Clock aria-hidden />} />
          </MenuTrigger>
          <MenuContent align="end">
            {snoozeTimes(new Date(), zone).map(({ label, until }) => (
              <MenuItem key={label} onSelect={() => actions.onSnooze(group, label, until)}>
                {label}
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
      )}
    </>
  );
}
